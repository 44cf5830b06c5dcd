package io.consonance.audio.playout;

/**
 * Makes a frame a little shorter or longer without a click: at the place where the signal is most like itself the given
 * number of samples later, by a cross-fade. Where that would be heard, in the middle of a sound, it declines.
 */
final class FrameLength {

    private static final int FADE = 120;
    private static final int SEARCH_STEP = 24;
    private static final int COMPARE_STEP = 4;
    private static final double ALIKE = 0.15;
    private static final long QUIET_SQUARE = 200L * 200;

    private int place;

    /**
     * Takes up to {@code cut} samples out of {@code pcm[0, samples)}.
     *
     * @param force whether to do it even where it may be heard
     * @return how many samples are left
     */
    int shorten(short[] pcm, int samples, int cut, boolean force) {
        if (cut <= 0 || samples < FADE + cut || !findPlace(pcm, samples, cut) && !force) {
            return samples;
        }
        for (int i = 0; i < FADE; i++) {
            int at = place + i;
            pcm[at] = blend(pcm[at], pcm[at + cut], i);
        }
        System.arraycopy(pcm, place + FADE + cut, pcm, place + FADE, samples - place - FADE - cut);
        return samples - cut;
    }

    /**
     * Adds {@code extra} samples to {@code pcm[0, samples)}, which must have room for them.
     *
     * @return how many samples there are now
     */
    int lengthen(short[] pcm, int samples, int extra) {
        if (extra <= 0 || samples < FADE + extra) {
            return samples;
        }
        findPlace(pcm, samples, extra);
        // all from place + extra on is moved back by extra; the seam fades from what went on to what is repeated
        System.arraycopy(pcm, place, pcm, place + extra, samples - place);
        for (int i = 0; i < FADE && i < extra; i++) {
            // position place + extra + i holds sample place + i; before the move it held place + extra + i, which is
            // now
            // one extra further on
            int at = place + extra + i;
            int before = at + extra < samples + extra ? pcm[at + extra] : pcm[at];
            pcm[at] = blend((short) before, pcm[at], i);
        }
        return samples + extra;
    }

    private boolean findPlace(short[] pcm, int samples, int lag) {
        double best = Double.MAX_VALUE;
        place = 0;
        for (int from = 0; from + FADE + lag <= samples; from += SEARCH_STEP) {
            long difference = 0;
            long energy = 0;
            for (int i = from; i < from + FADE; i += COMPARE_STEP) {
                long d = pcm[i] - pcm[i + lag];
                difference += d * d;
                energy += (long) pcm[i] * pcm[i] + (long) pcm[i + lag] * pcm[i + lag];
            }
            long floor = QUIET_SQUARE * (FADE / COMPARE_STEP);
            double unlike = difference / (double) (energy + floor);
            if (unlike < best) {
                best = unlike;
                place = from;
            }
        }
        return best < ALIKE;
    }

    private static short blend(short from, short to, int i) {
        return (short) (from + (to - from) * (i + 1) / (FADE + 1));
    }
}
