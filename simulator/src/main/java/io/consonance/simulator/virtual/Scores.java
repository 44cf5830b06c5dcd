package io.consonance.simulator.virtual;

import io.consonance.simulator.quality.CodecImpairment;
import io.consonance.simulator.quality.EModel;
import io.consonance.simulator.quality.OpusImpairment;
import io.consonance.simulator.scenario.VoiceCodec;

/** The E-model as this simulator uses it: narrowband, because only there the heuristic for Opus was made. Immutable. */
record Scores(OpusImpairment opus) {

    private static final EModel MODEL = EModel.NARROWBAND;

    static Scores of(VoiceCodec codec) {
        return new Scores(OpusImpairment.of(codec.bitrateBps(), codec.corrects()));
    }

    double rating(double lossFraction, double burstRatio, double mouthToEarMillis) {
        return MODEL.rating(opus.likely(), lossFraction, burstRatio, mouthToEarMillis);
    }

    double mos(CodecImpairment codec, double lossFraction, double burstRatio, double mouthToEarMillis) {
        return MODEL.mos(MODEL.rating(codec, lossFraction, burstRatio, mouthToEarMillis));
    }

    String words() {
        return "ITU-T G.107 narrowband; Opus: " + OpusImpairment.SOURCE + "; Bpl "
                + (int) opus.low().bpl() + " / " + (int) opus.likely().bpl() + " / "
                + (int) opus.high().bpl();
    }
}
