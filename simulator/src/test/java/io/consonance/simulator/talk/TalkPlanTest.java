package io.consonance.simulator.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.simulator.scenario.Scenarios;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TalkPlanTest {

    private static final Duration FRAME = Duration.ofMillis(20);

    @Test
    void shouldFillRoomsInOrderWhenTheLastIsSmaller() {
        RoomLayout layout = RoomLayout.even(19, 8);

        assertThat(layout.rooms()).isEqualTo(3);
        assertThat(layout.membersOf(0)).isEqualTo(8);
        assertThat(layout.membersOf(2)).isEqualTo(3);
        assertThat(layout.roomOf(16)).isEqualTo(2);
        assertThat(layout.slotOf(17)).isEqualTo(1);
        assertThat(layout.firstPeer(2)).isEqualTo(16);
    }

    @Test
    void shouldSpaceFramesEvenlyWithinASpurt() {
        SpeakerPlan plan = plan(new Talkspurt(0, millis(5), millis(105)), new Talkspurt(0, millis(300), millis(350)));

        assertThat(plan.frames()).isEqualTo(5 + 3);
        assertThat(plan.spurts()).isEqualTo(2);
        assertThat(plan.intendedNanos(0)).isEqualTo(millis(5));
        assertThat(plan.intendedNanos(4)).isEqualTo(millis(85));
        assertThat(plan.intendedNanos(5)).isEqualTo(millis(300));
        assertThat(plan.intendedNanos(7)).isEqualTo(millis(340));
        assertThat(plan.spurtFirst(1)).isEqualTo(5);
        assertThat(plan.spurtEnd(0)).isEqualTo(5);
        assertThat(plan.spurtEnd(1)).isEqualTo(8);
    }

    @Test
    void shouldSendTwoFramesEvenInTheShortestSpurt() {
        assertThat(plan(new Talkspurt(0, 0, 1)).frames()).isEqualTo(2);
    }

    @Test
    void shouldJoinSpurtsWhenTheyAreCloserThanAFrame() {
        SpeakerPlan plan = plan(new Talkspurt(0, 0, 1), new Talkspurt(0, millis(30), millis(81)));

        assertThat(plan.spurts()).isEqualTo(1);
        assertThat(plan.frames()).isEqualTo(5);
        assertThat(plan.intendedNanos(4)).isEqualTo(millis(80));
    }

    @Test
    void shouldGiveEverySpeakerStrictlyIncreasingTimes() {
        TalkPlan plan = Scenarios.talk(20, Duration.ofMinutes(5), 9);
        for (int peer = 0; peer < 20; peer++) {
            SpeakerPlan speaker = plan.speaker(peer);
            for (int i = 1; i < speaker.frames(); i++) {
                assertThat(speaker.intendedNanos(i) - speaker.intendedNanos(i - 1))
                        .isGreaterThanOrEqualTo(FRAME.toNanos());
            }
        }
    }

    @Test
    void shouldKeepARoomUnchangedWhenOtherRoomsAreAdded() {
        TalkPlan small = Scenarios.talk(8, Duration.ofMinutes(1), 4);
        TalkPlan large = Scenarios.talk(80, Duration.ofMinutes(1), 4);

        assertThat(large.room(0)).isEqualTo(small.room(0)).isNotEqualTo(large.room(1));
    }

    @Test
    void shouldGiveTheSameStreamsOnEveryJdk() {
        assertThat(new RandomStreams(1).stream("talk", 0).nextLong())
                .isEqualTo(new RandomStreams(1).stream("talk", 0).nextLong())
                .isNotEqualTo(new RandomStreams(1).stream("talk", 1).nextLong())
                .isNotEqualTo(new RandomStreams(1).stream("churn", 0).nextLong())
                .isNotEqualTo(new RandomStreams(2).stream("talk", 0).nextLong())
                .isEqualTo(6661315165302070418L);
    }

    private static SpeakerPlan plan(Talkspurt... spurts) {
        return TalkPlan.of(RoomLayout.even(1, 1), FRAME, List.of(List.of(spurts)))
                .speaker(0);
    }

    private static long millis(long value) {
        return value * 1_000_000;
    }
}
