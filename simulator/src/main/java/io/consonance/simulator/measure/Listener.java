package io.consonance.simulator.measure;

import io.consonance.simulator.talk.TalkPlan;
import org.apache.pekko.util.ByteString;

/**
 * What one peer hears: every voice payload it receives is looked at, timed and counted here.
 *
 * <p>{@link #received} belongs to one thread at a time, the peer's; the counts may be read once that thread is done.
 * Allocates nothing per payload.
 */
public final class Listener {

    /** The sequence of frames that are said, but belong to no plan and are not measured. */
    public static final int UNMEASURED = -1;

    private final int tag;
    private final TalkPlan plan;
    private final int firstSpeaker;
    private final Reception[] receptions;
    private final LatencyRecorder latency;
    private final PacketSeries deliveries;
    private long strays;
    private long foreign;

    Listener(int tag, TalkPlan plan, int firstSpeaker, int speakers, LatencyRecorder latency, PacketSeries deliveries) {
        this.tag = tag;
        this.plan = plan;
        this.firstSpeaker = firstSpeaker;
        receptions = new Reception[speakers];
        this.latency = latency;
        this.deliveries = deliveries;
    }

    /** Takes one voice payload at the time it was handed to the peer's application. */
    public void received(ByteString audio, long nowNanos) {
        if (!VoiceStamp.isStamped(audio, tag)) {
            foreign++;
            return;
        }
        int sequence = VoiceStamp.sequence(audio);
        if (sequence == UNMEASURED) {
            return;
        }
        received(VoiceStamp.speaker(audio), sequence, VoiceStamp.intendedNanos(audio), nowNanos);
    }

    /** The same for a payload whose identity is known without reading it. */
    public void received(int speaker, int sequence, long intendedNanos, long nowNanos) {
        int slot = speaker - firstSpeaker;
        if (slot < 0 || slot >= receptions.length || sequence < 0) {
            strays++;
            return;
        }
        Reception reception = receptions[slot];
        if (reception == null) {
            reception = new Reception(plan.speaker(speaker).frames());
            receptions[slot] = reception;
        }
        if (sequence >= reception.frames()) {
            strays++;
            return;
        }
        deliveries.count(nowNanos);
        if (reception.arrived(sequence)) {
            latency.recordNanos(nowNanos - intendedNanos);
        }
    }

    /** Takes one payload that was said in another room than the one this listener is in. */
    public void strayed() {
        strays++;
    }

    /** What arrived from the member at this place of the circle; null if nothing did. */
    Reception reception(int slot) {
        return receptions[slot];
    }

    /** Payloads of this run that nobody in this listener's room meant to send. */
    long strays() {
        return strays;
    }

    /** Payloads that are not of this run. */
    long foreign() {
        return foreign;
    }
}
