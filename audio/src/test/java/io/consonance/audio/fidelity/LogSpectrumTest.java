package io.consonance.audio.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogSpectrumTest {

    private static final int FRAME = 960;

    private final LogSpectrum spectrum = new LogSpectrum();

    @Test
    void shouldShowAToneAtItsOwnPowerAndNowhereElse() {
        float[] powers = spectrum.of(tone(1_000, 2_000), 0, FRAME);
        // half of the power of an amplitude of 2,000 goes into a Hann window's middle
        assertThat(powers[9]).isCloseTo(1_000 * 1_000f, within(1_000f));
        assertThat(powers[6]).isLessThan(2);
        assertThat(powers[30]).isLessThan(2);
    }

    @Test
    void shouldBeTheFourierTransformWhateverTheLengthOfTheFrame() {
        short[] pcm = noise(8);
        int samples = 901;
        float[] powers = spectrum.of(pcm, 7, samples);
        for (int component = 0; component < LogSpectrum.COMPONENTS; component++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < samples; i++) {
                double windowed = pcm[7 + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / samples));
                double angle = 2 * Math.PI * 100 * (component + 1) * i / 48_000;
                re += windowed * Math.cos(angle);
                im += windowed * Math.sin(angle);
            }
            double power = 4 * (re * re + im * im) / samples / samples;
            assertThat(powers[component]).isCloseTo((float) power, withinPercentage(0.1));
        }
    }

    @Test
    void shouldMeasureADifferenceOfLoudnessInDecibels() {
        float[] loud = spectrum.of(noise(8), 0, FRAME);
        float[] soft = spectrum.of(noise(4), 0, FRAME);
        assertThat(LogSpectrum.distanceDb(loud, soft, 1e-9)).isCloseTo(6.02, within(0.01));
        assertThat(LogSpectrum.distanceDb(loud, loud, 1e-9)).isZero();
    }

    @Test
    void shouldNotCountWhatIsFiftyDecibelsBelowTheClipsPeak() {
        float[] speech = spectrum.of(tone(500, 10_000), 0, FRAME);
        float[] hiss = spectrum.of(tone(3_000, 10), 0, FRAME);
        float[] silence = new float[LogSpectrum.COMPONENTS];
        double floor = LogSpectrum.floor(LogSpectrum.peak(speech));
        assertThat(LogSpectrum.distanceDb(hiss, silence, floor)).isZero();
        assertThat(LogSpectrum.distanceDb(hiss, silence, LogSpectrum.floor(0))).isPositive();
    }

    private static short[] tone(int hz, int amplitude) {
        short[] pcm = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            pcm[i] = (short) Math.round(amplitude * StrictMath.sin(2 * Math.PI * hz * i / 48_000));
        }
        return pcm;
    }

    private static short[] noise(int gain) {
        SplittableRandom random = new SplittableRandom(4);
        short[] pcm = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            pcm[i] = (short) (gain * random.nextInt(-1_000, 1_001));
        }
        return pcm;
    }
}
