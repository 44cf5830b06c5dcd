package io.consonance.engine.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    /** An address of which many share a hash code. */
    private record Address(int number) {
        @Override
        public int hashCode() {
            return number % 100;
        }
    }

    private record Client(int session, int clientId) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAgreeWithPlainMapsAfterRandomChanges(long seed) {
        Random random = new Random(seed);
        Map<Client, String> members = new HashMap<>();
        Map<Address, Speaker> speakers = new HashMap<>();
        RouteTable<Address, String> table = RouteTable.empty();
        for (int step = 0; step < 20_000; step++) {
            int session = (random.nextInt(20) - 10) * 0x1000_0001;
            int clientId = random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(200);
            Address address = new Address(random.nextInt(300));
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> {
                    members.put(new Client(session, clientId), "path" + step);
                    table = table.withMember(session, clientId, "path" + step);
                }
                case 3 -> {
                    members.remove(new Client(session, clientId));
                    table = table.withoutMember(session, clientId);
                }
                case 4 -> {
                    Speaker speaker = new Speaker(session, clientId, random.nextBoolean());
                    speakers.put(address, speaker);
                    table = table.withSource(address, speaker);
                }
                case 5 -> {
                    speakers.remove(address);
                    table = table.withoutSource(address);
                }
                default -> {
                    if (random.nextInt(200) == 0) {
                        members.keySet().removeIf(client -> client.session() == session);
                        table = table.withoutSession(session);
                    }
                }
            }
            assertThat(pathIn(table, new Client(session, clientId)))
                    .isEqualTo(members.get(new Client(session, clientId)));
            assertThat(table.speakerAt(address)).isEqualTo(speakers.get(address));
            if (step % 1000 == 0) {
                assertSame(table, members, speakers);
            }
        }
        assertSame(table, members, speakers);
        for (Client client : members.keySet()) {
            table = table.withoutMember(client.session(), client.clientId());
        }
        for (Address address : speakers.keySet()) {
            table = table.withoutSource(address);
        }
        assertSame(table, Map.of(), Map.of());
        assertThat(table.nodesNotIn(RouteTable.empty())).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldLeaveTheTableBeforeAsItWas() {
        RouteTable<String, String> before =
                RouteTable.<String, String>empty().withMember(7, 1, "a").withSource("x", new Speaker(7, 1, false));

        before.withMember(7, 1, "b").withMember(7, 2, "c").withoutMember(7, 1).withoutSession(7);
        before.withSource("x", new Speaker(7, 1, true)).withoutSource("x");

        assertThat(before.session(7).path(1)).isEqualTo("a");
        assertThat(before.session(7).size()).isEqualTo(1);
        assertThat(before.speakerAt("x")).isEqualTo(new Speaker(7, 1, false));
    }

    @Test
    void shouldReturnItselfWhenNothingChanges() {
        RouteTable<String, String> table =
                RouteTable.<String, String>empty().withMember(7, 1, "a").withSource("x", new Speaker(7, 1, false));

        assertThat(table.withMember(7, 1, table.session(7).path(1))).isSameAs(table);
        assertThat(table.withoutMember(7, 2)).isSameAs(table);
        assertThat(table.withoutMember(8, 1)).isSameAs(table);
        assertThat(table.withoutSession(8)).isSameAs(table);
        assertThat(table.withSource("x", new Speaker(7, 1, false))).isSameAs(table);
        assertThat(table.withoutSource("y")).isSameAs(table);
    }

    @Test
    void shouldForgetASessionWithItsLastMember() {
        RouteTable<String, String> table =
                RouteTable.<String, String>empty().withMember(7, 1, "a").withMember(7, 900, "b");

        table = table.withoutMember(7, 900).withoutMember(7, 1);

        assertThat(table.session(7)).isNull();
        assertThat(table.sessionCount()).isZero();
    }

    @Test
    void shouldCopyOnePagePerChangeWhenAThousandClientsJoinAndLeave() {
        RouteTable<Integer, String> table = RouteTable.empty();
        for (int clientId = 0; clientId < 1000; clientId++) {
            RouteTable<Integer, String> next =
                    table.withMember(1, clientId, "p").withSource(clientId, new Speaker(1, clientId, false));
            assertOnePageCopied(table, next);
            table = next;
        }
        assertThat(table.session(1).size()).isEqualTo(1000);
        for (int clientId = 0; clientId < 1000; clientId++) {
            RouteTable<Integer, String> next = table.withoutMember(1, clientId).withoutSource(clientId);
            assertOnePageCopied(table, next);
            table = next;
        }
        assertThat(table.session(1)).isNull();
        assertThat(table.sourceCount()).isZero();
    }

    @Test
    void shouldCopyAFewNodesPerChangeWhenThereAreTenThousandSessions() {
        RouteTable<Integer, String> table = RouteTable.empty();
        for (int session = 0; session < 10_000; session++) {
            RouteTable<Integer, String> next = table.withMember(session * 77, 0, "p");
            assertThat(next.nodesNotIn(table)).isLessThanOrEqualTo(7);
            table = next;
        }
        assertThat(table.sessionCount()).isEqualTo(10_000);
        assertThat(table.session(9_999 * 77).path(0)).isEqualTo("p");
    }

    @Test
    void shouldRefuseWhatIsNoClientIdAndNoPath() {
        RouteTable<String, String> table = RouteTable.empty();

        assertThatThrownBy(() -> table.withMember(1, 0x10000, "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.withMember(1, -1, "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.withMember(1, 0, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertOnePageCopied(RouteTable<Integer, String> before, RouteTable<Integer, String> after) {
        SessionRoutes<String> old = before.session(1);
        SessionRoutes<String> routes = after.session(1);
        if (old != null && routes != null) {
            int pagesInBoth = Math.min(livePages(old), livePages(routes));
            assertThat(routes.pagesSharedWith(old)).isGreaterThanOrEqualTo(pagesInBoth - 1);
        }
        // One path of the source trie and one of the session trie.
        assertThat(after.nodesNotIn(before)).isLessThanOrEqualTo(7 + 7);
    }

    private static int livePages(SessionRoutes<String> routes) {
        return routes.pagesSharedWith(routes);
    }

    private static void assertSame(
            RouteTable<Address, String> table, Map<Client, String> members, Map<Address, Speaker> speakers) {
        members.forEach((client, path) -> assertThat(pathIn(table, client)).isEqualTo(path));
        speakers.forEach(
                (address, speaker) -> assertThat(table.speakerAt(address)).isEqualTo(speaker));
        assertThat(table.sourceCount()).isEqualTo(speakers.size());
        Map<Integer, Integer> sizes = new HashMap<>();
        members.keySet().forEach(client -> sizes.merge(client.session(), 1, Integer::sum));
        assertThat(table.sessionCount()).isEqualTo(sizes.size());
        sizes.forEach(
                (session, size) -> assertThat(table.session(session).size()).isEqualTo(size));
    }

    private static String pathIn(RouteTable<Address, String> table, Client client) {
        SessionRoutes<String> routes = table.session(client.session());
        return routes == null ? null : routes.path(client.clientId());
    }
}
