package io.consonance.audio.playout;

import java.util.PriorityQueue;

/** One speaker, a network and a listener's buffer in virtual time; nothing is encoded or decoded. */
final class Listening {

    private static final long TRAVEL_NANOS = 40_000_000;

    private final PlayoutBuffer buffer;
    private final long frameNanos;
    private final Network network;
    private final PriorityQueue<Packet> underWay = new PriorityQueue<>();
    private final long[] sentNanos = new long[PlayoutBuffer.SLOTS];
    private final boolean corrects;
    private double speakerPartsPerMillion;
    private double delaySum;
    private long maxDelayNanos;
    private long decoded;
    private long nowNanos;
    private long speakerNanos;

    private record Packet(long arrivalNanos, long order, long sequence, long sentNanos, Kind kind)
            implements Comparable<Packet> {
        @Override
        public int compareTo(Packet other) {
            int byTime = Long.compare(arrivalNanos, other.arrivalNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private enum Kind {
        START,
        VOICE,
        STOP
    }

    private long order;

    Listening(PlayoutBuffer buffer, long frameMillis, Network network, boolean corrects) {
        this.buffer = buffer;
        this.frameNanos = frameMillis * 1_000_000;
        this.network = network;
        this.corrects = corrects;
    }

    /** How much longer than real time the speaker's clock takes. */
    Listening speakerSlowerBy(double partsPerMillion) {
        speakerPartsPerMillion = partsPerMillion;
        return this;
    }

    /** The speaker says nothing. */
    Listening pause(long millis) {
        speakerNanos += millis * 1_000_000;
        play(speakerNanos);
        return this;
    }

    /** The speaker speaks, the listener listens meanwhile. */
    Listening speak(long millis) {
        return speak(millis, true);
    }

    /** The same; without a closing packet the buffer does not learn that the speech is over. */
    Listening speak(long millis, boolean closes) {
        long frames = millis * 1_000_000 / frameNanos;
        // the protocol begins a speech with the first packet that comes
        boolean started = false;
        long firstSequence = 0;
        long lastArrival = 0;
        for (long frame = 0; frame < frames; frame++) {
            long sent = speakerNanos + Math.round(frame * frameNanos * (1 + speakerPartsPerMillion * 1e-6));
            if (network.loses()) {
                continue;
            }
            long arrival = sent + TRAVEL_NANOS + network.delayNanos(sent);
            if (!started) {
                underWay.add(new Packet(arrival, order++, 0, sent, Kind.START));
                started = true;
                firstSequence = frame;
            }
            lastArrival = Math.max(lastArrival, arrival);
            underWay.add(new Packet(arrival, order++, frame - firstSequence, sent, Kind.VOICE));
            play(sent);
        }
        speakerNanos += Math.round(frames * frameNanos * (1 + speakerPartsPerMillion * 1e-6));
        if (closes) {
            underWay.add(new Packet(lastArrival, order++, 0, 0, Kind.STOP));
        }
        play(speakerNanos);
        return this;
    }

    private void play(long untilNanos) {
        while (nowNanos < untilNanos) {
            while (!underWay.isEmpty() && underWay.peek().arrivalNanos <= nowNanos) {
                deliver(underWay.poll());
            }
            PlayoutStep step = buffer.play(nowNanos);
            if (step == PlayoutStep.DECODE) {
                long delay = nowNanos - sentNanos[buffer.slot()] - TRAVEL_NANOS;
                delaySum += delay;
                maxDelayNanos = Math.max(maxDelayNanos, delay);
                decoded++;
            }
            nowNanos += step == PlayoutStep.SILENCE ? Math.min(buffer.stepNanos(), 5_000_000) : buffer.stepNanos();
        }
    }

    private void deliver(Packet packet) {
        switch (packet.kind) {
            case START -> buffer.start(nowNanos);
            case STOP -> buffer.stop(nowNanos);
            default -> {
                int slot = buffer.arrive(packet.arrivalNanos, packet.sequence, corrects);
                if (slot != PlayoutBuffer.NOT_NEEDED) {
                    sentNanos[slot] = packet.sentNanos;
                }
            }
        }
    }

    double latePercent() {
        PlayoutCounts counts = buffer.counts();
        return 100.0 * counts.packetsLate() / (decoded + counts.packetsLate());
    }

    double concealedPercent() {
        return 100.0 * buffer.counts().framesConcealed() / buffer.counts().framesDue();
    }

    double stretchedPercent() {
        return 100.0 * buffer.counts().framesStretched() / buffer.counts().framesDue();
    }

    /** From the moment a packet could have been there at best to the moment it was played. */
    double meanDelayMillis() {
        return delaySum / decoded * 1e-6;
    }

    /** The longest such delay since this was last asked. */
    double maxDelayMillis() {
        double millis = maxDelayNanos * 1e-6;
        maxDelayNanos = 0;
        return millis;
    }

    PlayoutCounts counts() {
        return buffer.counts();
    }

    @Override
    public String toString() {
        return String.format(
                "late %.2f %% concealed %.2f %% recovered %d stretched %.2f %% skipped %d dry %d delay %.1f ms",
                latePercent(),
                concealedPercent(),
                counts().framesRecovered(),
                stretchedPercent(),
                counts().framesSkipped(),
                counts().timesDry(),
                meanDelayMillis());
    }
}
