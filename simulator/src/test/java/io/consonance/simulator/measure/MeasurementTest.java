package io.consonance.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.TalkPlan;
import io.consonance.simulator.talk.Talkspurt;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three peers in one room and one alone; peer 0 sends 100 frames of 20 ms from second 2 to second 4. */
class MeasurementTest {

    private static final int TAG = 77;
    private static final int FRAMES = 100;
    /** Near the wrap of the monotonic clock, which is nobody's business to notice. */
    private static final long BEGIN = Long.MAX_VALUE - seconds(3);

    private static final Duration TALK = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final byte[] TEMPLATE = VoiceStamp.template(new byte[] {8, 1, 2});

    private final TalkPlan plan = TalkPlan.of(
            RoomLayout.even(4, 3),
            Duration.ofMillis(20),
            List.of(List.of(new Talkspurt(0, seconds(2), seconds(4))), List.of()));
    private final Measurement measurement = new Measurement(plan, TALK, TAG);

    @BeforeEach
    void everybodyIsThereFromTheStart() {
        measurement.begin(BEGIN);
        for (int peer = 0; peer < 4; peer++) {
            measurement.presence(peer).entered(BEGIN - seconds(5));
        }
    }

    @Test
    void shouldExpectEveryFrameAtEveryOtherMemberOfTheRoom() {
        Tally tally = tally();

        assertThat(tally.total()).isEqualTo(new Tally.Counts(2 * FRAMES, 0, 0, 0, 0, 0));
        assertThat(tally.total().lost()).isEqualTo(2 * FRAMES);
        assertThat(tally.total().missedFraction()).isEqualTo(1);
        assertThat(tally.rooms()).hasSize(2);
        assertThat(tally.rooms().get(1)).isEqualTo(Tally.Counts.NONE);
        assertThat(tally.rooms().get(1).missedFraction()).isZero();
    }

    @Test
    void shouldCountWhatArrives() {
        for (int i = 0; i < FRAMES; i++) {
            deliver(1, i);
            if (i != 50) {
                deliver(2, i);
            }
        }

        assertThat(tally().total()).isEqualTo(new Tally.Counts(200, 199, 199, 0, 0, 0));
        assertThat(measurement.delivered().total()).isEqualTo(199);
    }

    @Test
    void shouldTellADuplicateFromADelivery() {
        deliver(1, 3);
        deliver(1, 3);
        deliver(1, 3);
        deliver(1, 4);

        assertThat(tally().total()).isEqualTo(new Tally.Counts(200, 2, 1, 2, 0, 0));
    }

    @Test
    void shouldCountAFrameAsReorderedWhenALaterOneWasThereBefore() {
        deliver(1, 0);
        deliver(1, 3);
        deliver(1, 1);
        deliver(1, 2);
        deliver(1, 4);
        deliver(1, 2);

        assertThat(tally().total()).isEqualTo(new Tally.Counts(200, 5, 4, 1, 2, 0));
    }

    @Test
    void shouldExpectNothingWhileAListenerIsAway() {
        // away from 2.5 s to 3 s: with a second of settling on both sides nothing between 1.5 s and 4 s is expected
        leave(1, 2.5);
        enter(1, 3.0);

        assertThat(tally().total().expected()).isEqualTo(FRAMES);
    }

    @Test
    void shouldCountAsUnexpectedWhatArrivesWhileSettling() {
        leave(1, 2.5);
        enter(1, 3.0);
        deliver(1, 0);
        deliver(1, 99);

        assertThat(tally().total()).isEqualTo(new Tally.Counts(100, 0, 0, 0, 0, 2));
    }

    @Test
    void shouldExpectFramesUpToASettlingBeforeAListenerLeaves() {
        leave(1, 3.5);

        // frames at 2.00 s .. 2.50 s
        assertThat(tally().total().expected()).isEqualTo(26 + FRAMES);
    }

    @Test
    void shouldExpectFramesFromASettlingAfterAListenerJoins() {
        leave(1, 0);
        enter(1, 2.0);

        // frames at 3.00 s .. 3.98 s
        assertThat(tally().total().expected()).isEqualTo(50 + FRAMES);
    }

    @Test
    void shouldExpectWhatASpeakerSaidUpToASettlingBeforeItLeft() {
        leave(0, 4.0);

        // frames at 2.00 s .. 3.00 s, at both listeners
        assertThat(tally().total().expected()).isEqualTo(2 * 51);
    }

    @Test
    void shouldExpectNothingOfASpeakerWhoIsAway() {
        leave(0, 1);
        enter(0, 2.5);

        // frames at 3.50 s .. 3.98 s
        assertThat(tally().total().expected()).isEqualTo(2 * 25);
    }

    @Test
    void shouldStillExpectDeliveriesWhenAConnectionWasLostWithoutIntention() {
        // a peer that is connected again without having left has no gap
        enter(1, 3.0);

        assertThat(tally().total().expected()).isEqualTo(200);
    }

    @Test
    void shouldExpectNothingAfterAnInterruption() {
        assertThat(measurement
                        .tally(BEGIN, Duration.ofSeconds(3), SETTLE)
                        .total()
                        .expected())
                .isEqualTo(2 * 50);
    }

    @Test
    void shouldNoticeVoiceThatStraysIntoAnotherRoom() {
        deliver(3, 0);
        measurement.listener(1).received(VoiceStamp.stamped(TEMPLATE, TAG, 0, FRAMES, BEGIN), BEGIN);
        measurement.listener(1).received(VoiceStamp.stamped(TEMPLATE, TAG + 1, 0, 0, BEGIN), BEGIN);

        assertThat(tally().strays()).isEqualTo(2);
        assertThat(tally().foreign()).isEqualTo(1);
        assertThat(tally().total().unexpected()).isZero();
    }

    @Test
    void shouldMeasureLatencyFromTheIntendedTimeOfFirstArrivals() {
        for (int i = 0; i < FRAMES; i++) {
            deliver(1, i, 1_000 * (i + 1));
        }
        deliver(1, 0, 50_000_000);

        Histogram latency = measurement.latency().snapshotMicros();
        assertThat(latency.getTotalCount()).isEqualTo(FRAMES);
        assertThat(latency.getValueAtPercentile(50)).isCloseTo(50_000, within(50L));
        assertThat(latency.getValueAtPercentile(99)).isCloseTo(99_000, within(100L));
        assertThat(latency.getMaxValue()).isCloseTo(100_000, within(100L));
    }

    @Test
    void shouldCountPacketsBySecondEvenOutsideTheRun() {
        PacketSeries series = new PacketSeries(3);
        series.begin(BEGIN);
        series.count(BEGIN - 1);
        series.count(BEGIN);
        series.count(BEGIN + seconds(1));
        series.count(BEGIN + seconds(1) + seconds(1) - 1);
        series.count(BEGIN + seconds(9));

        assertThat(series.perSecond()).containsExactly(2, 2, 1);
        assertThat(series.total()).isEqualTo(5);
    }

    private Tally tally() {
        return measurement.tally(BEGIN, TALK, SETTLE);
    }

    private void deliver(int listener, int sequence) {
        deliver(listener, sequence, 500);
    }

    private void deliver(int listener, int sequence, long latencyMicros) {
        long intended = BEGIN + plan.speaker(0).intendedNanos(sequence % FRAMES);
        measurement
                .listener(listener)
                .received(VoiceStamp.stamped(TEMPLATE, TAG, 0, sequence, intended), intended + latencyMicros * 1_000);
    }

    private void leave(int peer, double second) {
        measurement.presence(peer).left(BEGIN + (long) (second * 1e9));
    }

    private void enter(int peer, double second) {
        measurement.presence(peer).entered(BEGIN + (long) (second * 1e9));
    }

    private static long seconds(long value) {
        return value * 1_000_000_000L;
    }
}
