package io.consonance.simulator.quality;

/**
 * Opus in the narrowband E-model. <strong>A heuristic, no ITU value exists</strong>: Ie falls with the bitrate, Bpl is a
 * guess with a band. Who reports a score made with it reports all three. Immutable.
 *
 * @param low the pessimistic end of the band, Bpl 10
 * @param likely Bpl 20 with in-band error correction, 10 without
 * @param high the optimistic end, Bpl 25
 */
public record OpusImpairment(CodecImpairment low, CodecImpairment likely, CodecImpairment high) {

    /** How reports have to call scores made with this. */
    public static final String SOURCE = "heuristic (rtcscore), no ITU value exists for Opus";

    private static final double BPL_WITHOUT_CORRECTION = 10;
    private static final double BPL_WITH_CORRECTION = 20;
    private static final double BPL_HIGHEST = 25;
    private static final double IE_MAX = 30;

    /**
     * For a bitrate.
     *
     * @param bitrateBps 6,000 to 510,000
     * @param corrects whether packets carry in-band error correction
     */
    public static OpusImpairment of(int bitrateBps, boolean corrects) {
        if (bitrateBps < 6_000 || bitrateBps > 510_000) {
            throw new IllegalArgumentException("bitrateBps " + bitrateBps + ": use 6000 to 510000");
        }
        double ie = Math.max(0, Math.min(IE_MAX, 55 - 4.6 * StrictMath.log(bitrateBps)));
        return new OpusImpairment(
                opus(ie, BPL_WITHOUT_CORRECTION),
                opus(ie, corrects ? BPL_WITH_CORRECTION : BPL_WITHOUT_CORRECTION),
                opus(ie, BPL_HIGHEST));
    }

    private static CodecImpairment opus(double ie, double bpl) {
        return new CodecImpairment("Opus", SOURCE, ie, bpl);
    }
}
