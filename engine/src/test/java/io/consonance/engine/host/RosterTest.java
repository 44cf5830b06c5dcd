package io.consonance.engine.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.HandshakeRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {

    private static final int CLIENTS = 65_535;

    private final Roster roster = new Roster();

    @Test
    void shouldHoldAsManyClientsAsThereAreIds() {
        for (int id = 0; id < CLIENTS; id++) {
            Member member = member(id);
            roster.add(member);
            roster.enter(member, "everybody");
            roster.enter(member, "room-" + id % 5_000);
        }

        assertThat(roster.size()).isEqualTo(CLIENTS);
        assertThat(roster.rooms()).hasSize(5_001);
        assertThat(roster.membersOf("everybody")).hasSize(CLIENTS);
        assertThat(roster.member(CLIENTS - 1).link()).isEqualTo(linkOf(CLIENTS - 1));
        int expected = 0;
        for (Member member : roster.members()) {
            assertThat(member.clientId()).isEqualTo(expected++);
        }
        for (int id = CLIENTS - 1; id >= 0; id--) {
            Member member = roster.member(id);
            List.copyOf(member.rooms()).forEach(room -> roster.leave(member, room));
            roster.remove(member);
        }
        assertThat(roster.size()).isZero();
        assertThat(roster.rooms()).isEmpty();
        assertThat(roster.members()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithPlainMapsAfterRandomChanges(long seed) {
        Random random = new Random(seed);
        TreeMap<Integer, Set<String>> model = new TreeMap<>();
        for (int step = 0; step < 5_000; step++) {
            int id = random.nextInt(300);
            String room = "r" + random.nextInt(20);
            Member member = roster.member(id);
            if (member == null) {
                roster.add(member(id));
                model.put(id, new TreeSet<>());
            } else {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        List.copyOf(member.rooms()).forEach(one -> roster.leave(member, one));
                        roster.remove(member);
                        model.remove(id);
                    }
                    case 1 ->
                        assertThat(roster.leave(member, room))
                                .isEqualTo(model.get(id).remove(room));
                    default ->
                        assertThat(roster.enter(member, room))
                                .isEqualTo(model.get(id).add(room));
                }
            }
            assertThat(roster.size()).isEqualTo(model.size());
            if (step % 50 == 0) {
                assertSame(model);
            }
        }
        assertSame(model);
    }

    @Test
    void shouldKnowNobodyOutsideItsIds() {
        roster.add(member(5));

        assertThat(roster.member(-1)).isNull();
        assertThat(roster.member(4)).isNull();
        assertThat(roster.member(6)).isNull();
        assertThat(roster.member(0x10000)).isNull();
        assertThat(roster.path(5)).isSameAs(roster.member(5));
        Iterator<Member> members = roster.members().iterator();
        members.next();
        assertThatThrownBy(members::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void shouldStayFastWhenThousandsJoinAndLeaveASession() {
        HostSession session = new HostSession(HostBench.SESSION, HostSettings.defaults());
        int clients = 3_000;
        int[] received = new int[clients];
        HostOutbox counting = new CountingOutbox(received);
        for (int i = 0; i < clients; i++) {
            session.handlePacket(i, i, true, handshake("n" + i), counting);
            session.handlePacket(
                    i, i, true, HostBench.state(i, "n" + i, "room-" + i / 8).encode(), counting);
        }

        assertThat(session.roster().size()).isEqualTo(clients);
        // The last got the response, a state for everybody, and its own back.
        assertThat(received[clients - 1]).isEqualTo(1 + clients + 1);
        for (int i = 0; i < clients; i++) {
            session.handleLinkClosed(clients, i, counting);
        }
        assertThat(session.roster().size()).isZero();
        assertThat(session.roster().rooms()).isEmpty();
    }

    private record CountingOutbox(int[] received) implements HostOutbox {

        @Override
        public void send(long link, ByteString packet, boolean reliable) {
            received[(int) link]++;
        }

        @Override
        public void reject(long link, RejectCode code, String reason) {
            throw new AssertionError(code + " " + reason);
        }

        @Override
        public void event(HostEvent event) {}

        @Override
        public void dropped(long link, HostDrop reason) {
            throw new AssertionError(reason);
        }
    }

    private void assertSame(TreeMap<Integer, Set<String>> model) {
        assertThat(roster.members()).extracting(Member::clientId).containsExactlyElementsOf(model.keySet());
        TreeMap<String, List<Integer>> rooms = new TreeMap<>();
        model.forEach((id, names) -> {
            assertThat(roster.member(id).rooms()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(roster.memberNamed("n" + id)).isSameAs(roster.memberAt(linkOf(id)));
            names.forEach(name ->
                    rooms.computeIfAbsent(name, fresh -> new ArrayList<>()).add(id));
        });
        assertThat(roster.rooms()).containsExactlyInAnyOrderElementsOf(rooms.keySet());
        rooms.forEach((name, ids) -> assertThat(roster.membersOf(name))
                .extracting(Member::clientId)
                .containsExactlyInAnyOrderElementsOf(ids));
    }

    private static ByteString handshake(String name) {
        return new HandshakeRequest(HostBench.CODEC, name).encode();
    }

    private static Member member(int id) {
        return new Member(HostBench.SESSION, new ClientInfo("n" + id, id, HostBench.CODEC), linkOf(id), false);
    }

    private static long linkOf(int id) {
        return id + 1_000_000L;
    }
}
