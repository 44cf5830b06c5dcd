package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.Settings;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session that nobody serves is left to its peers first. */
class StraysTest {
    private final Strays strays = new Strays(Settings.of(ConfigFactory.load()).cluster());

    @Test
    void shouldLookOncePerReturnGrace() {
        assertThat(strays.isDue(0)).isTrue();
        assertThat(strays.isDue(Duration.ofSeconds(5).toNanos() - 1)).isFalse();
        assertThat(strays.isDue(Duration.ofSeconds(5).toNanos())).isTrue();
    }

    @Test
    void shouldTakeWhatWasUnservedAtTwoLooksInTurn() {
        assertThat(strays.due(Set.of("a", "b"))).isEmpty();
        assertThat(strays.due(Set.of("b", "c"))).containsExactly("b");
        assertThat(strays.due(Set.of("a"))).isEmpty();
        assertThat(strays.due(Set.of("a"))).containsExactly("a");
    }

    @Test
    void shouldTakeOnlySomeAtOnce() {
        Set<String> many = IntStream.range(0, 1_000).mapToObj(i -> "s" + i).collect(Collectors.toSet());
        strays.due(many);

        assertThat(strays.due(many)).hasSize(100);
    }
}
