package io.consonance.audio.playout;

/**
 * What one {@link PlayoutBuffer} did since it was made. Written by the buffer only; as thread-safe as the buffer, which
 * is not at all.
 */
public final class PlayoutCounts {

    long packetsLate;
    long packetsRepeated;
    long framesDecoded;
    long framesRecovered;
    long framesConcealed;
    long framesStretched;
    long framesSkipped;
    long timesDry;
    long speeches;
    private double delaySumSeconds;

    PlayoutCounts() {}

    void decoded(long delayNanos) {
        framesDecoded++;
        delaySumSeconds += delayNanos * 1e-9;
    }

    void count(PlayoutStep step) {
        switch (step) {
            case RECOVER -> framesRecovered++;
            case CONCEAL -> framesConcealed++;
            case STRETCH -> framesStretched++;
            default -> {}
        }
    }

    /** Packets that came after their frame had been played without them. */
    public long packetsLate() {
        return packetsLate;
    }

    /** Packets that were there already. */
    public long packetsRepeated() {
        return packetsRepeated;
    }

    /** Frames played from their own packet. */
    public long framesDecoded() {
        return framesDecoded;
    }

    /** Frames played from the error correction in the packet after them. */
    public long framesRecovered() {
        return framesRecovered;
    }

    /** Frames guessed because neither their packet nor error correction was there. */
    public long framesConcealed() {
        return framesConcealed;
    }

    /** Guesses played while waiting for a packet that still could come in time. */
    public long framesStretched() {
        return framesStretched;
    }

    /** Frames thrown away or passed over because the delay had grown beyond all use. */
    public long framesSkipped() {
        return framesSkipped;
    }

    /** How often packets stopped coming in the middle of a speech for so long that playout paused. */
    public long timesDry() {
        return timesDry;
    }

    /** Speeches begun. */
    public long speeches() {
        return speeches;
    }

    /** Frames that were due: decoded, recovered or concealed. */
    public long framesDue() {
        return framesDecoded + framesRecovered + framesConcealed;
    }

    /** The mean of how long decoded frames were played after the fastest packets would have arrived; 0 if none. */
    public long meanDelayNanos() {
        return framesDecoded == 0 ? 0 : Math.round(delaySumSeconds / framesDecoded * 1e9);
    }
}
