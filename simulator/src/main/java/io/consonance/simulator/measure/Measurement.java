package io.consonance.simulator.measure;

import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.SpeakerPlan;
import io.consonance.simulator.talk.TalkPlan;
import java.time.Duration;
import java.util.ArrayList;
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

    private static final long NOT_DUE = -1;

    private final TalkPlan plan;
    private final RoomLayout layout;
    private final int tag;
    private final LatencyRecorder latency = new LatencyRecorder();
    private final PacketSeries sent;
    private final PacketSeries delivered;
    private final List<Listener> listeners;
    private final List<Presence> presences;

    /**
     * Nothing measured yet.
     *
     * @param tag tells this run's payloads from others'
     */
    public Measurement(TalkPlan plan, Duration duration, int tag) {
        this.plan = plan;
        this.layout = plan.layout();
        this.tag = tag;
        // one more second for what is still in flight at the end
        int seconds = Math.toIntExact(duration.plusMillis(999).toSeconds()) + 1;
        sent = new PacketSeries(seconds);
        delivered = new PacketSeries(seconds);
        listeners =
                IntStream.range(0, layout.peers()).mapToObj(this::newListener).toList();
        presences = IntStream.range(0, layout.peers())
                .mapToObj(peer -> new Presence())
                .toList();
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
        List<Tally.Counts> rooms = new ArrayList<>(layout.rooms());
        Tally.Counts total = Tally.Counts.NONE;
        for (int room = 0; room < layout.rooms(); room++) {
            Tally.Counts counts = tallyRoom(room, beginNanos, spoken.toNanos(), settle.toNanos());
            rooms.add(counts);
            total = total.plus(counts);
        }
        return new Tally(
                total,
                List.copyOf(rooms),
                listeners.stream().mapToLong(Listener::strays).sum(),
                listeners.stream().mapToLong(Listener::foreign).sum());
    }

    private Tally.Counts tallyRoom(int room, long beginNanos, long spokenNanos, long settleNanos) {
        Tally.Counts counts = Tally.Counts.NONE;
        int first = layout.firstPeer(room);
        int members = layout.membersOf(room);
        for (int speaker = 0; speaker < members; speaker++) {
            long[] due = expectedAt(first + speaker, beginNanos, spokenNanos, settleNanos);
            for (int listener = 0; listener < members; listener++) {
                if (listener != speaker) {
                    Reception reception = listeners.get(first + listener).reception(speaker);
                    counts = counts.plus(
                            tallyPair(due, beginNanos, reception, presences.get(first + listener), settleNanos));
                }
            }
        }
        return counts;
    }

    private static Tally.Counts tallyPair(
            long[] due, long beginNanos, Reception reception, Presence listener, long settleNanos) {
        long expected = 0;
        long delivered = 0;
        long once = 0;
        for (int sequence = 0; sequence < due.length; sequence++) {
            long at = beginNanos + due[sequence];
            if (due[sequence] != NOT_DUE && listener.covers(at - settleNanos, at + settleNanos)) {
                expected++;
                delivered += reception.hasArrived(sequence) ? 1 : 0;
                once += reception.hasArrivedOnce(sequence) ? 1 : 0;
            }
        }
        return new Tally.Counts(
                expected,
                delivered,
                once,
                reception.duplicates(),
                reception.reordered(),
                reception.distinct() - delivered);
    }

    /** When each frame of a speaker was due, since the begin; NOT_DUE where the speaker's side expects nothing. */
    private long[] expectedAt(int peer, long beginNanos, long spokenNanos, long settleNanos) {
        SpeakerPlan speaker = plan.speaker(peer);
        long[] due = new long[speaker.frames()];
        for (int spurt = 0; spurt < speaker.spurts(); spurt++) {
            for (int sequence = speaker.spurtFirst(spurt); sequence < speaker.spurtEnd(spurt); sequence++) {
                long offset =
                        speaker.spurtStartNanos(spurt) + (sequence - speaker.spurtFirst(spurt)) * speaker.frameNanos();
                long at = beginNanos + offset;
                boolean counts = offset < spokenNanos && presences.get(peer).covers(at - settleNanos, at + settleNanos);
                due[sequence] = counts ? offset : NOT_DUE;
            }
        }
        return due;
    }

    private Listener newListener(int peer) {
        int room = layout.roomOf(peer);
        int first = layout.firstPeer(room);
        Reception[] receptions = new Reception[layout.membersOf(room)];
        for (int slot = 0; slot < receptions.length; slot++) {
            receptions[slot] = new Reception(plan.speaker(first + slot).frames());
        }
        return new Listener(tag, first, receptions, latency, delivered);
    }
}
