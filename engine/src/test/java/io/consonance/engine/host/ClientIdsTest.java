package io.consonance.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration QUARANTINE = Duration.ofSeconds(60);

    @Test
    void shouldGiveTheRecordedIdsWithoutQuarantine() throws IOException {
        ClientIds ids = new ClientIds(Duration.ZERO);
        int rows = 0;
        for (String line : vector().split("\n")) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t");
            if (columns[0].equals("register")) {
                assertThat(ids.register(0, columns[1])).as(line).isEqualTo(Integer.parseInt(columns[2]));
            } else {
                assertThat(ids.register(0, columns[1])).as(line).isEqualTo(Integer.parseInt(columns[2]));
                ids.release(0, columns[1]);
            }
            rows++;
        }
        assertThat(rows).isEqualTo(300);
    }

    @Test
    void shouldGiveTheHighestFreeIdFirst() {
        ClientIds ids = idsOf(Duration.ZERO, "a", "b", "c", "d", "e");

        ids.release(0, "b");
        ids.release(0, "d");

        assertThat(ids.register(0, "x")).isEqualTo(3);
        assertThat(ids.register(0, "y")).isEqualTo(1);
        assertThat(ids.register(0, "z")).isEqualTo(5);
    }

    @Test
    void shouldForgetFreeIdsBelowTheLastWhenThatIsFreed() {
        ClientIds ids = idsOf(Duration.ZERO, "a", "b", "c", "d");

        ids.release(0, "c");
        ids.release(0, "b");
        ids.release(0, "d");

        assertThat(ids.register(0, "x")).isEqualTo(1);
        assertThat(ids.register(0, "y")).isEqualTo(2);
    }

    @Test
    void shouldKeepAFreedIdFromOtherNamesForTheQuarantine() {
        ClientIds ids = idsOf(QUARANTINE, "a", "b");

        ids.release(10 * SECOND, "b");

        assertThat(ids.register(70 * SECOND - 1, "x")).isEqualTo(2);
        assertThat(ids.register(70 * SECOND, "y")).isEqualTo(1);
    }

    @Test
    void shouldGiveANameItsOldIdBackDuringTheQuarantine() {
        ClientIds ids = idsOf(QUARANTINE, "a", "b", "c");

        ids.release(0, "a");
        ids.release(0, "b");

        assertThat(ids.register(SECOND, "x")).isEqualTo(3);
        assertThat(ids.register(2 * SECOND, "a")).isEqualTo(0);
        assertThat(ids.register(61 * SECOND, "b")).isEqualTo(1);
    }

    @Test
    void shouldStartTheQuarantineAnewWithEveryRelease() {
        ClientIds ids = idsOf(QUARANTINE, "a", "b");

        ids.release(0, "b");
        ids.release(0, "a");
        ids.register(50 * SECOND, "b");
        ids.release(50 * SECOND, "b");

        assertThat(ids.wakeAtNanos()).isEqualTo(60 * SECOND);
        assertThat(ids.register(61 * SECOND, "x")).isEqualTo(0);
        assertThat(ids.register(109 * SECOND, "y")).isEqualTo(2);
        ids.release(109 * SECOND, "y");
        assertThat(ids.register(110 * SECOND, "z")).isEqualTo(1);
    }

    @Test
    void shouldForgetNamesWhenTheirQuarantineEnds() {
        ClientIds ids = idsOf(QUARANTINE, "a", "b");
        assertThat(ids.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);

        ids.release(0, "a");
        ids.release(5 * SECOND, "b");
        assertThat(ids.wakeAtNanos()).isEqualTo(60 * SECOND);
        ids.handleWake(60 * SECOND);
        assertThat(ids.quarantinedCount()).isEqualTo(1);
        ids.handleWake(ids.wakeAtNanos());

        assertThat(ids.quarantinedCount()).isZero();
        assertThat(ids.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(ids.register(66 * SECOND, "x")).isEqualTo(0);
    }

    @Test
    void shouldHaveNoIdLeftAfter65535Names() {
        ClientIds ids = new ClientIds(Duration.ZERO);
        for (int i = 0; i < ClientIds.CAPACITY; i++) {
            assertThat(ids.register(0, "n" + i)).isEqualTo(i);
        }

        assertThat(ids.register(0, "late")).isEqualTo(ClientIds.NONE);
        ids.release(0, "n77");
        assertThat(ids.register(0, "late")).isEqualTo(77);
        assertThat(ids.heldCount()).isEqualTo(ClientIds.CAPACITY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAgreeWithTheRuleAsWritten(long seed) {
        Random random = new Random(seed);
        ClientIds ids = new ClientIds(Duration.ZERO);
        FreeListModel model = new FreeListModel();
        for (int step = 0; step < 20_000; step++) {
            String name = "n" + random.nextInt(60);
            if (random.nextBoolean()) {
                assertThat(ids.register(step, name)).isEqualTo(model.register(name));
            } else {
                ids.release(step, name);
                model.release(name);
            }
        }
    }

    @Test
    void shouldEndTheOldestQuarantineEarlyRatherThanKeepSomebodyOut() {
        ClientIds ids = new ClientIds(QUARANTINE);
        for (int i = 0; i < ClientIds.CAPACITY; i++) {
            ids.register(0, "n" + i);
        }
        ids.release(1, "n7");
        ids.release(2, "n5");

        assertThat(ids.register(3, "late")).isEqualTo(7);
        assertThat(ids.register(3, "n5")).isEqualTo(5);
        assertThat(ids.register(3, "n7")).isEqualTo(ClientIds.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldNeverShareAnIdNorBreakAQuarantine(long seed) {
        Random random = new Random(seed);
        ClientIds ids = new ClientIds(QUARANTINE);
        Map<String, Integer> held = new HashMap<>();
        Map<Integer, String> lastNames = new HashMap<>();
        Map<Integer, Long> releasedAt = new HashMap<>();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(3) * SECOND;
            String name = "n" + random.nextInt(100);
            if (held.containsKey(name)) {
                ids.release(now, name);
                releasedAt.put(held.remove(name), now);
                continue;
            }
            int id = ids.register(now, name);
            assertThat(held).doesNotContainValue(id);
            if (!name.equals(lastNames.get(id))) {
                assertThat(now - releasedAt.getOrDefault(id, -QUARANTINE.toNanos()))
                        .isGreaterThanOrEqualTo(QUARANTINE.toNanos());
            }
            held.put(name, id);
            lastNames.put(id, name);
        }
    }

    /** Section 3 word by word: a list of names, and a list of the ids that are free. */
    private static final class FreeListModel {

        private final List<String> names = new ArrayList<>();
        private final Set<Integer> free = new HashSet<>();

        int register(String name) {
            if (names.contains(name)) {
                return names.indexOf(name);
            }
            if (free.isEmpty()) {
                names.add(name);
                return names.size() - 1;
            }
            int id = free.stream().max(Integer::compare).orElseThrow();
            free.remove(id);
            names.set(id, name);
            return id;
        }

        void release(String name) {
            int id = names.indexOf(name);
            if (id == -1) {
                return;
            }
            names.set(id, null);
            free.add(id);
            while (free.remove(names.size() - 1)) {
                names.remove(names.size() - 1);
            }
        }
    }

    private static ClientIds idsOf(Duration quarantine, String... names) {
        ClientIds ids = new ClientIds(quarantine);
        for (String name : names) {
            ids.register(0, name);
        }
        return ids;
    }

    private static String vector() throws IOException {
        try (InputStream in = ClientIdsTest.class.getResourceAsStream("/vectors/clientids.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
