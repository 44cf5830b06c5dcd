package io.consonance.simulator.quality;

import static io.consonance.simulator.quality.EModel.FULLBAND;
import static io.consonance.simulator.quality.EModel.NARROWBAND;
import static io.consonance.simulator.quality.EModel.WIDEBAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.network.LossModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EModelTest {

    @Test
    void shouldRateDefaultsAsTheRecommendationDoes() {
        double rating = NARROWBAND.rating(CodecImpairment.G711, 0, 1, 0);

        assertThat(rating).isEqualTo(93.2);
        assertThat(NARROWBAND.mos(rating)).isCloseTo(4.409, within(0.0005));
    }

    @ParameterizedTest
    @CsvSource({"100, 0", "150, 0.16", "200, 3.04", "300, 14.8", "400, 24.1"})
    void shouldCostOfDelayWhatG107Says(double millis, double expected) {
        assertThat(NARROWBAND.delayImpairment(millis)).isCloseTo(expected, within(expected < 10 ? 0.005 : 0.05));
        assertThat(WIDEBAND.delayImpairment(millis)).isCloseTo(1.29 * expected, within(0.07));
        assertThat(FULLBAND.delayImpairment(millis)).isCloseTo(1.48 * expected, within(0.08));
    }

    @ParameterizedTest
    @CsvSource({"10, 3.65", "20, 4.05"})
    void shouldScoreThreePercentLossAsTheReferenceDoes(double bpl, double mos) {
        CodecImpairment codec = new CodecImpairment("test", "test", 0, bpl);

        assertThat(NARROWBAND.mos(NARROWBAND.rating(codec, 0.03, 1, 150))).isCloseTo(mos, within(0.005));
    }

    @Test
    void shouldKnowG711AsG113Does() {
        assertThat(CodecImpairment.G711.ie()).isZero();
        assertThat(CodecImpairment.G711.bpl()).isEqualTo(4.3);
        assertThat(CodecImpairment.G711_CONCEALED.ie()).isZero();
        assertThat(CodecImpairment.G711_CONCEALED.bpl()).isEqualTo(25.1);
        // 1 % random loss: 95 / 5.3 and 95 / 26.1 points of R
        assertThat(NARROWBAND.rating(CodecImpairment.G711, 0.01, 1, 0)).isCloseTo(75.28, within(0.005));
        assertThat(NARROWBAND.rating(CodecImpairment.G711_CONCEALED, 0.01, 1, 0))
                .isCloseTo(89.56, within(0.005));
    }

    @Test
    void shouldTakeTheBurstRatioOfAGilbertLinkForLossesInARow() {
        LossModel bursty = LossModel.gilbert(0.03, 3);
        CodecImpairment codec = new CodecImpairment("test", "test", 0, 10);

        assertThat(NARROWBAND.lossImpairment(codec, bursty.lossFraction(), bursty.burstRatio()))
                .isCloseTo(95 * 3 / (3 / 2.91 + 10), within(0.01));
    }

    @Test
    void shouldCostMoreInBurstsAndOnTheWiderScales() {
        double random = NARROWBAND.lossImpairment(CodecImpairment.G711_CONCEALED, 0.05, 1);

        assertThat(random).isCloseTo(95 * 5 / (5 + 25.1), within(1e-9));
        assertThat(NARROWBAND.lossImpairment(CodecImpairment.G711_CONCEALED, 0.05, 3))
                .isGreaterThan(random);
        assertThat(FULLBAND.lossImpairment(CodecImpairment.G711_CONCEALED, 0.05, 1))
                .isCloseTo(132 * 5 / (5 + 25.1), within(1e-9));
    }

    @Test
    void shouldScoreTheBestOfEachScaleAlikeAndTheWorstAsOne() {
        for (EModel model : EModel.values()) {
            assertThat(model.mos(200)).isEqualTo(4.5);
            assertThat(model.mos(-5)).isEqualTo(1);
            assertThat(model.mos(3)).isEqualTo(1);
        }
        assertThat(WIDEBAND.mos(WIDEBAND.rating(CodecImpairment.G711, 0, 1, 0))).isEqualTo(4.5);
        assertThat(FULLBAND.mos(FULLBAND.rating(CodecImpairment.G711, 0, 1, 0))).isEqualTo(4.5);
    }

    @Test
    void shouldShowOpusAsABandAndSayWhereItIsFrom() {
        OpusImpairment opus = OpusImpairment.of(24_000, true);

        assertThat(opus.likely().ie()).isCloseTo(55 - 4.6 * Math.log(24_000), within(1e-9));
        assertThat(opus.low().bpl()).isEqualTo(10);
        assertThat(opus.likely().bpl()).isEqualTo(20);
        assertThat(opus.high().bpl()).isEqualTo(25);
        assertThat(opus.likely().source()).contains("heuristic");
        assertThat(OpusImpairment.of(24_000, false).likely().bpl()).isEqualTo(10);
        assertThat(OpusImpairment.of(510_000, true).likely().ie()).isZero();
        assertThatThrownBy(() -> OpusImpairment.of(5_000, true)).hasMessage("bitrateBps 5000: use 6000 to 510000");
    }
}
