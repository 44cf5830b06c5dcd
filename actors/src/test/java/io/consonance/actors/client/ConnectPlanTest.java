package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.ConnectionSettings;
import io.consonance.actors.settings.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectPlanTest {
    private static final long MILLIS = 1_000_000;
    private static final HostAddress A = new HostAddress("a.example", 1);
    private static final HostAddress B = new HostAddress("b.example", 2);
    private static final HostAddress ELSEWHERE = new HostAddress("c.example", 3);

    @Test
    void shouldTryEveryAddressBeforeItPauses() {
        ConnectPlan plan = plan("0.0", A, B);

        assertThat(plan.target()).isEqualTo(A);
        assertThat(plan.failed(false)).isZero();
        assertThat(plan.target()).isEqualTo(B);
        assertThat(plan.failed(false)).isEqualTo(250 * MILLIS);
        assertThat(plan.target()).isEqualTo(A);
    }

    @Test
    void shouldDoubleThePauseUpToTheLongest() {
        ConnectPlan plan = plan("0.0", A);

        for (long expected : new long[] {250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000}) {
            assertThat(plan.failed(false)).isEqualTo(expected * MILLIS);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(plan.failed(false)).isEqualTo(10_000 * MILLIS);
        }
    }

    @Test
    void shouldComeBackToTheSameAddressWithTheShortestPauseWhenItHadLasted() {
        ConnectPlan plan = plan("0.0", A, B);
        plan.failed(false);
        plan.failed(false);
        plan.failed(false);
        assertThat(plan.target()).isEqualTo(B);

        assertThat(plan.ended(false)).isEqualTo(250 * MILLIS);
        assertThat(plan.target()).isEqualTo(B);
    }

    @Test
    void shouldSpreadPausesWithinTheirJitter() {
        long least = Long.MAX_VALUE;
        long most = 0;
        ConnectPlan plan = plan("0.5", A);
        for (int i = 0; i < 1_000; i++) {
            long pause = plan.ended(false);
            least = Math.min(least, pause);
            most = Math.max(most, pause);
        }

        assertThat(least).isBetween(125 * MILLIS, 130 * MILLIS);
        assertThat(most).isBetween(245 * MILLIS, 250 * MILLIS);
    }

    @Test
    void shouldFollowOneRedirectPerAttempt() {
        ConnectPlan plan = plan("0.0", A, B);

        assertThat(plan.redirect(ELSEWHERE)).isTrue();
        assertThat(plan.target()).isEqualTo(ELSEWHERE);
        assertThat(plan.redirect(A)).isFalse();
        assertThat(plan.target()).isEqualTo(ELSEWHERE);

        plan.failed(false);
        assertThat(plan.target()).isEqualTo(B);
        assertThat(plan.redirect(ELSEWHERE)).isTrue();
    }

    @Test
    void shouldTryAnotherHostFirstWhenTheOldOneFellSilent() {
        ConnectPlan plan = plan("0.0", A, B);

        assertThat(plan.ended(true)).isEqualTo(250 * MILLIS);
        assertThat(plan.target()).isEqualTo(B);
    }

    @Test
    void shouldNotTurnNextToAHostItWasSentToThatFellSilentAtOnce() {
        ConnectPlan plan = plan("0.0", A, B, ELSEWHERE);
        plan.redirect(B);

        plan.failed(true);

        assertThat(plan.target()).isEqualTo(ELSEWHERE);
    }

    @Test
    void shouldRememberWhereItWasSentAndForgetTheOldestOfMany() {
        ConnectPlan plan = plan("0.0", A);
        plan.redirect(ELSEWHERE);
        plan.joined();
        plan.failed(false);
        assertThat(plan.target()).isEqualTo(ELSEWHERE);

        for (int port = 1; port <= 16; port++) {
            plan.redirect(new HostAddress("192.0.2.9", port));
            plan.joined();
            plan.ended(false);
        }
        Set<HostAddress> tried = new HashSet<>();
        for (int attempt = 0; attempt < 17; attempt++) {
            tried.add(plan.target());
            plan.failed(false);
        }
        assertThat(tried).hasSize(17).contains(A).doesNotContain(ELSEWHERE);
    }

    @Test
    void shouldBeSentOnOnceFromWhereItHadArrived() {
        ConnectPlan plan = plan("0.0", A);
        plan.redirect(B);
        plan.arrived();

        assertThat(plan.redirect(ELSEWHERE)).isTrue();
        assertThat(plan.redirect(A)).isFalse();
    }

    private static ConnectPlan plan(String jitter, HostAddress... addresses) {
        ConnectionSettings settings = Settings.of(
                        Settings.with(ConfigFactory.load(), Map.of("consonance.client.reconnect-jitter", jitter)))
                .client();
        return new ConnectPlan(List.of(addresses), settings, new Random(7));
    }
}
