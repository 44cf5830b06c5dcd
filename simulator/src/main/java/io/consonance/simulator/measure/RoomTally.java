package io.consonance.simulator.measure;

import java.util.Arrays;
import java.util.List;

/** Adds up pair by pair what was expected and what came of it, room by room. Not thread-safe; one owner. */
final class RoomTally {

    private final Tally.Counts[] rooms;
    private final long spokenNanos;
    private final long settleNanos;
    private long pairExpected;
    private long pairDelivered;
    private long pairOnce;

    RoomTally(int rooms, long spokenNanos, long settleNanos) {
        this.rooms = new Tally.Counts[rooms];
        Arrays.fill(this.rooms, Tally.Counts.NONE);
        this.spokenNanos = spokenNanos;
        this.settleNanos = settleNanos;
    }

    /**
     * One speaker and one listener. What is repeated, overtaken or unexpected counts in the room the listener was in
     * first.
     *
     * @param due when each frame of the speaker was due
     * @param reception null if nothing arrived
     */
    void add(long[] due, Reception reception, List<Presence.Stay> speaker, List<Presence.Stay> listener) {
        long delivered = 0;
        for (Presence.Stay says : speaker) {
            for (Presence.Stay hears : listener) {
                if (says.room() == hears.room()) {
                    addTogether(due, reception, says, hears);
                    delivered += pairDelivered;
                    rooms[says.room()] =
                            rooms[says.room()].plus(new Tally.Counts(pairExpected, pairDelivered, pairOnce, 0, 0, 0));
                }
            }
        }
        if (reception != null && !listener.isEmpty()) {
            int first = listener.get(0).room();
            rooms[first] = rooms[first].plus(new Tally.Counts(
                    0, 0, 0, reception.duplicates(), reception.reordered(), reception.distinct() - delivered));
        }
    }

    Tally result(long strays, long foreign) {
        Tally.Counts total = Tally.Counts.NONE;
        for (Tally.Counts room : rooms) {
            total = total.plus(room);
        }
        return new Tally(total, List.of(rooms), strays, foreign);
    }

    /** The frames that were due while both were members and the news of it had settled. */
    private void addTogether(long[] due, Reception reception, Presence.Stay says, Presence.Stay hears) {
        Together together = Together.of(due, says, hears, spokenNanos, settleNanos);
        pairExpected = together.end() - together.first();
        pairDelivered = 0;
        pairOnce = 0;
        for (int sequence = together.first(); sequence < together.end(); sequence++) {
            if (reception != null) {
                pairDelivered += reception.hasArrived(sequence) ? 1 : 0;
                pairOnce += reception.hasArrivedOnce(sequence) ? 1 : 0;
            }
        }
    }
}
