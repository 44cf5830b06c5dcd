package io.consonance.simulator.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.simulator.scenario.Scenarios;
import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.SpeakerPlan;
import io.consonance.simulator.talk.TalkPlan;
import io.consonance.simulator.talk.Talkspurt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechScheduleTest {

    private static final Duration FRAME = Duration.ofMillis(20);

    private final List<String> spoken = new ArrayList<>();

    @Test
    void shouldHandOverWhatIsDueAndNothingElse() {
        SpeechSchedule schedule = new SpeechSchedule(TalkPlan.of(
                RoomLayout.even(2, 2),
                FRAME,
                List.of(List.of(
                        new Talkspurt(1, millis(10), millis(70)),
                        new Talkspurt(0, millis(40), millis(80)),
                        new Talkspurt(1, millis(200), millis(201))))));

        assertThat(schedule.nextDueNanos()).isEqualTo(millis(10));
        schedule.run(millis(9), this::note);
        assertThat(spoken).isEmpty();
        schedule.run(millis(40), this::note);
        assertThat(spoken).containsExactly("1#0@10 opens", "1#1@30", "0#0@40 opens");
        spoken.clear();
        schedule.run(millis(199), this::note);
        assertThat(spoken).containsExactly("1#2@50 closes", "0#1@60 closes");
        spoken.clear();
        schedule.run(millis(1_000), this::note);
        assertThat(spoken).containsExactly("1#3@200 opens", "1#4@220 closes");
        assertThat(schedule.nextDueNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldHandOverEveryPlannedFrameOnceAndInOrder() {
        TalkPlan plan = Scenarios.talk(30, Duration.ofSeconds(60), 3);
        SpeechSchedule schedule = new SpeechSchedule(plan);
        int[] next = new int[30];
        long[] last = {0};
        for (long now = 0; schedule.nextDueNanos() != Long.MAX_VALUE; now += millis(7)) {
            schedule.run(now, (peer, sequence, dueNanos, opens, closes) -> {
                assertThat(sequence).isEqualTo(next[peer]++);
                assertThat(dueNanos)
                        .isEqualTo(plan.speaker(peer).intendedNanos(sequence))
                        .isGreaterThanOrEqualTo(last[0]);
                last[0] = dueNanos;
            });
        }
        for (int peer = 0; peer < 30; peer++) {
            SpeakerPlan speaker = plan.speaker(peer);
            assertThat(next[peer]).isEqualTo(speaker.frames());
        }
    }

    private void note(int peer, int sequence, long dueNanos, boolean opens, boolean closes) {
        spoken.add(peer + "#" + sequence + "@" + dueNanos / 1_000_000 + (opens ? " opens" : "")
                + (closes ? " closes" : ""));
    }

    private static long millis(long value) {
        return value * 1_000_000;
    }
}
