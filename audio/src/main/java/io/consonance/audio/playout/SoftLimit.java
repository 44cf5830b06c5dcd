package io.consonance.audio.playout;

/** Leaves what fits alone and bends what does not below full scale, without a corner. */
final class SoftLimit {

    private static final float KNEE = 24_576;
    private static final float ROOM = 32_767 - KNEE;

    private SoftLimit() {}

    static short limit(float sample) {
        float magnitude = Math.abs(sample);
        if (magnitude <= KNEE) {
            return (short) Math.round(sample);
        }
        float over = (magnitude - KNEE) / ROOM;
        float bent = KNEE + ROOM * over / (1 + over);
        return (short) Math.round(Math.copySign(bent, sample));
    }
}
