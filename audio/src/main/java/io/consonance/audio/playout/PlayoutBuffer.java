package io.consonance.audio.playout;

/**
 * Decides what one listener plays of one speaker, frame by frame, from nothing but the sequence numbers and arrival
 * times of the packets.
 *
 * <p>It holds no packets: {@link #arrive} names the slot (of {@value #SLOTS}) in which the owner may keep one, and
 * {@link #play} the slot of the packet that is needed. A simulation keeps none and only counts. Not thread-safe; one
 * owner; time never goes back. Nothing is allocated after construction.
 *
 * <p>Sequence numbers count from 0 at the start of every speech, as
 * {@link io.consonance.engine.peer.PeerEvent.VoiceReceived} carries them. A speech may start while the one before is
 * still playing.
 */
public interface PlayoutBuffer {

    /** How many frames a buffer can span. */
    int SLOTS = 64;

    /** What {@link #arrive} answers for a packet that is late or repeated. */
    int NOT_NEEDED = -1;

    /** A speech begins: the next packets count from sequence 0. */
    void start(long nowNanos);

    /**
     * A packet of the current speech is here.
     *
     * @param sequence 0 or more; gaps are losses
     * @param corrects whether the packet can also give the frame before it ({@code OpusPacket.carriesCorrection})
     * @return the slot to keep it in until {@link #play} names that slot or it is overwritten, or {@link #NOT_NEEDED}
     */
    int arrive(long nowNanos, long sequence, boolean corrects);

    /** The speech is over; what has arrived of it is still played. */
    void stop(long nowNanos);

    /**
     * Decides what is played from {@code nowNanos} on. To be called again when that has been played, which takes
     * {@link #stepNanos} if the owner changes a frame's length as asked, and one frame if it does not.
     */
    PlayoutStep play(long nowNanos);

    /** After {@link #play}: how long its step should last; a frame, unless the delay is being corrected. */
    long stepNanos();

    /** After DECODE or RECOVER: the slot of the packet to use. */
    int slot();

    /** After {@link #play}: whether the step is the first frame of a speech; decoders forget what was before. */
    boolean beginsSpeech();

    /** After {@link #play}: whether the step is known to be the last frame of a speech. */
    boolean endsSpeech();

    /** Whether a speech is being received, or still being played. */
    boolean active();

    /** The delay this buffer aims at, counted from the arrival of the packets that travelled fastest. */
    long targetDelayNanos();

    /** The share of frames that were not there when they were due, 0..1, lately (about the last 128 to 500 frames). */
    double lossFraction();

    /** The interarrival jitter of RFC 3550, 6.4.1. */
    long jitterNanos();

    /** What happened since construction; the same object all the time. */
    PlayoutCounts counts();
}
