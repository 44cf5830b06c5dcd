package io.consonance.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.quality.BurstRatio;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpairmentTest {

    private static final long FRAME_NANOS = 20_000_000;
    private static final int PACKETS = 1_000_000;
    private static final DelayModel AT_ONCE = DelayModel.constant(Duration.ZERO);

    @ParameterizedTest
    @CsvSource({"0.001", "0.03", "0.2"})
    void shouldLoseRandomlyWithinThreeSigma(double loss) {
        BurstRatio lost = losses(LossModel.bernoulli(loss), 1);

        assertThat(lost.lossFraction()).isCloseTo(loss, within(3 * Math.sqrt(loss * (1 - loss) / PACKETS)));
        assertThat(lost.meanBurst()).isCloseTo(1 / (1 - loss), within(0.05 / (1 - loss)));
    }

    @ParameterizedTest
    @CsvSource({"0.03, 3", "0.01, 2", "0.1, 8"})
    void shouldLoseInBurstsAsSimpleGilbertDoes(double loss, double burst) {
        LossModel model = LossModel.gilbert(loss, burst);
        BurstRatio lost = losses(model, 1);

        assertThat(model.lossFraction()).isCloseTo(loss, within(1e-12));
        assertThat(lost.lossFraction()).isCloseTo(loss, within(3 * sigma(model, loss)));
        assertThat(lost.meanBurst()).isCloseTo(burst, within(0.05 * burst));
        assertThat(lost.value()).isCloseTo(model.burstRatio(), within(0.05 * model.burstRatio()));
    }

    @Test
    void shouldHaveTheParametersOfTheReference() {
        LossModel model = LossModel.gilbert(0.03, 3);

        assertThat(model.goodToBad()).isCloseTo(0.01031, within(0.000005));
        assertThat(model.badToGood()).isCloseTo(0.3333, within(0.00005));
        assertThat(model.burstRatio()).isCloseTo(2.91, within(0.005));
    }

    @Test
    void shouldLoseInBothStatesAsGilbertElliottDoes() {
        LossModel model = new LossModel(0.02, 0.2, 0.001, 0.4, LossModel.VOICE_STEP);
        double expected = (0.001 * 0.2 + 0.4 * 0.02) / 0.22;

        assertThat(model.lossFraction()).isCloseTo(expected, within(1e-12));
        assertThat(losses(model, 1).lossFraction()).isCloseTo(expected, within(3 * sigma(model, expected)));
    }

    @Test
    void shouldLoseTheSameShareWhateverTheDistanceOfPackets() {
        LossModel model = LossModel.gilbert(0.05, 4);
        BurstRatio sparse = losses(model, 7);

        assertThat(sparse.lossFraction()).isCloseTo(0.05, within(3 * sigma(model, 0.05)));
        // 140 ms apart the bad state has mostly passed
        assertThat(sparse.meanBurst()).isLessThan(1.5);
    }

    /** Far apart for the network, but not for states that last this long. */
    @Test
    void shouldLoseTheSameShareWhenStatesOutlastLongSilences() {
        double loss = losses(LossModel.gilbert(0.05, 500), 1_500).lossFraction();

        assertThat(loss).isCloseTo(0.05, within(3 * Math.sqrt(0.05 * 0.95 / PACKETS)));
    }

    @Test
    void shouldStayGoodWhereItNeverTurnsBad() {
        assertThat(losses(LossModel.gilbert(1e-20, 1), 1).lossFraction()).isZero();
    }

    @Test
    void shouldDecideTheSameWithTheSameSeed() {
        NetworkProfile wifi = NetworkPresets.named("congested-wifi").orElseThrow();
        Impairment one = new Impairment(wifi.up(), new SplittableRandom(3), 0);
        Impairment other = new Impairment(wifi.up(), new SplittableRandom(3), 0);
        for (int i = 0; i < 10_000; i++) {
            long now = i * FRAME_NANOS;
            assertThat(one.offer(now, 100)).isEqualTo(other.offer(now, 100));
            assertThat(one.arrivalNanos(0)).isEqualTo(other.arrivalNanos(0));
        }
    }

    @Test
    void shouldDuplicateAShare() {
        Impairment link = link(LinkProfile.of(LossModel.NONE, AT_ONCE).withDuplicates(0.1));
        int copies = 0;
        for (int i = 0; i < PACKETS; i++) {
            copies += link.offer(i * FRAME_NANOS, 100);
        }

        assertThat(copies - PACKETS).isCloseTo(PACKETS / 10, within(900));
    }

    @Test
    void shouldKeepTheOrderOnlyWhereAsked() {
        LinkProfile jittery = LinkProfile.of(LossModel.NONE, DelayModel.uniform(Duration.ZERO, Duration.ofMillis(100)));

        assertThat(overtakes(link(jittery))).isZero();
        assertThat(overtakes(link(jittery.withReordering(0)))).isGreaterThan(1_000);
    }

    @Test
    void shouldLetAShareSkipTheDelay() {
        LinkProfile profile = LinkProfile.of(LossModel.NONE, DelayModel.constant(Duration.ofMillis(50)))
                .withReordering(0.25);
        Impairment link = link(profile);
        int early = 0;
        for (int i = 0; i < 10_000; i++) {
            link.offer(i * FRAME_NANOS, 100);
            early += link.arrivalNanos(0) == i * FRAME_NANOS ? 1 : 0;
        }

        assertThat(early).isCloseTo(2_500, within(150));
    }

    @Test
    void shouldQueueBehindTheBottleneckAndDropAtItsTail() {
        // 972 bytes with headers are 1,000, which take 10 ms at 800 kbit/s; three of them fit into the queue
        Impairment link = link(LinkProfile.of(LossModel.NONE, AT_ONCE).withRate(new RateLimit(800_000, 0, 3_000)));

        assertThat(link.offer(0, 972)).isOne();
        assertThat(link.arrivalNanos(0)).isEqualTo(10_000_000);
        assertThat(link.offer(0, 972)).isOne();
        assertThat(link.offer(0, 972)).isOne();
        assertThat(link.arrivalNanos(0)).isEqualTo(30_000_000);
        assertThat(link.offer(0, 972)).isZero();
        assertThat(link.overflowed()).isOne();
        assertThat(link.offer(20_000_000, 972)).isOne();
        assertThat(link.arrivalNanos(0)).isEqualTo(40_000_000);
    }

    @Test
    void shouldLetABurstPassAtOnceAfterARest() {
        Impairment link = link(LinkProfile.of(LossModel.NONE, AT_ONCE).withRate(new RateLimit(800_000, 2_000, 10_000)));
        long now = 1_000_000_000;

        link.offer(now, 972);
        link.offer(now, 972);
        assertThat(link.arrivalNanos(0)).isEqualTo(now);
        link.offer(now, 972);
        assertThat(link.arrivalNanos(0)).isEqualTo(now + 10_000_000);
    }

    @Test
    void shouldPassNothingDuringAnOutage() {
        Impairment link = link(LinkProfile.of(LossModel.NONE, AT_ONCE)
                .withOutages(List.of(new Outage(Duration.ofSeconds(1), Duration.ofSeconds(2)))));

        assertThat(link.offer(999_999_999, 100)).isOne();
        assertThat(link.offer(1_000_000_000, 100)).isZero();
        assertThat(link.offer(1_999_999_999, 100)).isZero();
        assertThat(link.offer(2_000_000_000, 100)).isOne();
        assertThat(link.lost()).isEqualTo(2);
    }

    @Test
    void shouldBringReliablePacketsLateAndInOrderInsteadOfLosingThem() {
        Impairment link = link(LinkProfile.of(LossModel.bernoulli(0.3), DelayModel.constant(Duration.ofMillis(10))));
        long last = 0;
        int late = 0;
        for (int i = 0; i < 10_000; i++) {
            long arrival = link.reliableArrivalNanos(i * 100_000_000_000L);
            assertThat(arrival).isGreaterThan(last);
            late += arrival - i * 100_000_000_000L >= Impairment.RETRANSMISSION_NANOS ? 1 : 0;
            last = arrival;
        }
        assertThat(late).isCloseTo(3_000, within(250));
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> LossModel.bernoulli(1.1)).hasMessage("lossInGood 1.1: use 0 to 1");
        assertThatThrownBy(() -> LossModel.gilbert(0.1, 0.5)).hasMessage("meanBurst 0.5: use at least 1");
        assertThatThrownBy(() -> LossModel.gilbert(0.9, 2)).hasMessageContaining("takes bursts of at least");
        assertThatThrownBy(() -> new RateLimit(10, 0, 2_000)).hasMessageContaining("at least 1000");
        assertThatThrownBy(() -> new Outage(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("start <= end");
        assertThatThrownBy(() -> LinkProfile.PERFECT.withDuplicates(2)).hasMessage("duplicateFraction 2.0: use 0 to 1");
    }

    @Test
    void shouldKnowItsPresets() {
        assertThat(NetworkPresets.names())
                .containsExactly("perfect", "fibre", "wifi", "congested-wifi", "lte", "satellite");
        assertThat(NetworkPresets.named("dial-up")).isEmpty();
    }

    private static BurstRatio losses(LossModel model, int framesApart) {
        Impairment link = link(LinkProfile.of(model, AT_ONCE));
        BurstRatio lost = new BurstRatio();
        for (int i = 0; i < PACKETS; i++) {
            lost.frame(link.offer(i * framesApart * FRAME_NANOS, 100) == 0);
        }
        return lost;
    }

    /** Losses of a chain with memory repeat themselves: the variance grows by (1 + m) / (1 - m). */
    private static double sigma(LossModel model, double loss) {
        double memory = 1 - model.goodToBad() - model.badToGood();
        return Math.sqrt(loss * (1 - loss) / PACKETS * (1 + memory) / (1 - memory));
    }

    private static int overtakes(Impairment link) {
        int count = 0;
        long latest = 0;
        for (int i = 0; i < 10_000; i++) {
            link.offer(i * FRAME_NANOS, 100);
            count += link.arrivalNanos(0) < latest ? 1 : 0;
            latest = Math.max(latest, link.arrivalNanos(0));
        }
        return count;
    }

    private static Impairment link(LinkProfile profile) {
        return new Impairment(profile, new SplittableRandom(20_261), 0);
    }
}
