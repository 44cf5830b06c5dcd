package io.consonance.simulator.measure;

import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.TalkPlan;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures one run: a {@link Listener} and a {@link Presence} per peer while it goes on, a {@link Tally} afterwards.
 *
 * <p>The rule: the delivery of a frame that a speaker intends to send at time t to another peer of its room is
 * <em>expected</em> if t is before the end of the run and both were members from t - settle to t + settle. Settle leaves
 * time for the roster to reach everybody after a join, and for frames in flight when somebody leaves: the protocol drops
 * what arrives from a speaker who is gone already. Whatever arrives beside the rule is counted as unexpected and neither
 * helps nor harms.
 * Frames count whether or not the sender got round to sending them, and latency runs from the intended time: a late
 * sender cannot hide what it omitted.
 */
public final class Measurement {

    private final TalkPlan plan;
    /** Who may ever hear whom. */
    private final RoomLayout circles;

    private final int rooms;
    private final int tag;
    private final LatencyRecorder latency;
    private final PacketSeries sent;
    private final PacketSeries delivered;
    private final List<Listener> listeners;
    private final List<Presence> presences;

    /**
     * Nothing measured yet; everybody stays in the room it is in. Listeners may be on many threads.
     *
     * @param tag tells this run's payloads from others'
     */
    public Measurement(TalkPlan plan, Duration duration, int tag) {
        this(plan, plan.layout(), plan.layout().rooms(), duration, tag, false);
    }

    private Measurement(TalkPlan plan, RoomLayout circles, int rooms, Duration duration, int tag, boolean owned) {
        this.plan = plan;
        this.circles = circles;
        this.rooms = rooms;
        this.tag = tag;
        // one more second for what is still in flight at the end
        int seconds = Math.toIntExact(duration.plusMillis(999).toSeconds()) + 1;
        latency = owned ? LatencyRecorder.owned() : LatencyRecorder.shared();
        sent = owned ? PacketSeries.owned(seconds) : new PacketSeries(seconds);
        delivered = owned ? PacketSeries.owned(seconds) : new PacketSeries(seconds);
        listeners =
                IntStream.range(0, circles.peers()).mapToObj(this::newListener).toList();
        presences = IntStream.range(0, circles.peers())
                .mapToObj(peer -> new Presence(plan.layout().roomOf(peer)))
                .toList();
    }

    /**
     * Nothing measured yet; everything happens on one thread, and payloads carry no tag.
     *
     * @param circles peers that may ever share a room are in one of these
     * @param rooms number of rooms there are, those of the plan first
     */
    public static Measurement owned(TalkPlan plan, RoomLayout circles, int rooms, Duration duration) {
        return new Measurement(plan, circles, rooms, duration, 0, true);
    }

    /** The tag for this run's payloads. */
    public int tag() {
        return tag;
    }

    /** Says when the talk begins, on the monotonic clock; before the first frame. */
    public void begin(long nowNanos) {
        sent.begin(nowNanos);
        delivered.begin(nowNanos);
    }

    /** What a peer hears goes here. */
    public Listener listener(int peer) {
        return listeners.get(peer);
    }

    /** When a peer enters and leaves goes here. */
    public Presence presence(int peer) {
        return presences.get(peer);
    }

    /** Latencies of all first arrivals. */
    public LatencyRecorder latency() {
        return latency;
    }

    /** Frames sent. */
    public PacketSeries sent() {
        return sent;
    }

    /** Payloads delivered, duplicates included. */
    public PacketSeries delivered() {
        return delivered;
    }

    /**
     * Counts everything.
     *
     * @param beginNanos when the talk began
     * @param spoken how long it went on; frames due later were never intended
     * @param settle of the rule above
     */
    public Tally tally(long beginNanos, Duration spoken, Duration settle) {
        RoomTally tally = new RoomTally(rooms, spoken.toNanos(), settle.toNanos());
        List<List<Presence.Stay>> stays =
                presences.stream().map(presence -> presence.stays(beginNanos)).toList();
        for (int speaker = 0; speaker < circles.peers(); speaker++) {
            long[] due = plan.speaker(speaker).allIntendedNanos();
            int circle = circles.roomOf(speaker);
            for (int slot = 0; due.length > 0 && slot < circles.membersOf(circle); slot++) {
                int listener = circles.firstPeer(circle) + slot;
                if (listener != speaker) {
                    Reception reception = listeners.get(listener).reception(circles.slotOf(speaker));
                    tally.add(due, reception, stays.get(speaker), stays.get(listener));
                }
            }
        }
        return tally.result(
                listeners.stream().mapToLong(Listener::strays).sum(),
                listeners.stream().mapToLong(Listener::foreign).sum());
    }

    /** Which frames of a speaker's plan one listener was expected to get, by the same rule. */
    public BitSet expected(int speaker, int listener, long beginNanos, Duration spoken, Duration settle) {
        long[] due = plan.speaker(speaker).allIntendedNanos();
        BitSet frames = new BitSet(due.length);
        for (Presence.Stay says : presences.get(speaker).stays(beginNanos)) {
            for (Presence.Stay hears : presences.get(listener).stays(beginNanos)) {
                if (says.room() == hears.room()) {
                    Together together = Together.of(due, says, hears, spoken.toNanos(), settle.toNanos());
                    frames.set(together.first(), together.end());
                }
            }
        }
        return frames;
    }

    /** How many different peers have been in each room. */
    public int[] visitors() {
        int[] visitors = new int[rooms];
        for (Presence presence : presences) {
            presence.stays(0).stream().mapToInt(Presence.Stay::room).distinct().forEach(room -> visitors[room]++);
        }
        return visitors;
    }

    private Listener newListener(int peer) {
        int circle = circles.roomOf(peer);
        return new Listener(tag, plan, circles.firstPeer(circle), circles.membersOf(circle), latency, delivered);
    }
}
