package io.consonance.simulator.quality;

/**
 * What a codec costs in the E-model.
 *
 * @param name what it is
 * @param source where the values are from
 * @param ie equipment impairment factor without loss, 0..95
 * @param bpl packet-loss robustness factor, above 0
 */
public record CodecImpairment(String name, String source, double ie, double bpl) {

    /** G.711 that plays silence for what is lost; ITU-T G.113 appendix I. */
    public static final CodecImpairment G711 = new CodecImpairment("G.711", "ITU-T G.113 App. I", 0, 4.3);

    /** G.711 with concealment; ITU-T G.113 appendix I. */
    public static final CodecImpairment G711_CONCEALED =
            new CodecImpairment("G.711 with concealment", "ITU-T G.113 App. I", 0, 25.1);

    /** Checks the ranges. */
    public CodecImpairment {
        if (!(ie >= 0 && ie <= 95)) {
            throw new IllegalArgumentException("ie " + ie + ": use 0 to 95");
        }
        if (!(bpl > 0)) {
            throw new IllegalArgumentException("bpl " + bpl + ": use more than 0");
        }
    }
}
