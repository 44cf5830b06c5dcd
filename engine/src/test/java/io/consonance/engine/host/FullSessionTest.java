package io.consonance.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.PeerDrop;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.peer.PeerOutbox;
import io.consonance.engine.peer.PeerSession;
import io.consonance.engine.peer.PeerSettings;
import io.consonance.engine.peer.RemotePlayer;
import io.consonance.engine.wire.HandshakeRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One session of as many clients as a large one could ever have: everybody hears of everybody, thousands of millions of packets. */
@Tag("slow")
class FullSessionTest {
    private static final int CLIENTS = 65_000;
    private static final int LAST = CLIENTS - 1;

    private final HostSession session = new HostSession(HostBench.SESSION, HostBench.SEPARATE);
    /** Those of the first and of the last client; the ones between say only what they have to. */
    private final Peer first = new Peer(0);

    private final Peer last = new Peer(LAST);
    private final CountingOutbox out = new CountingOutbox();

    @Test
    void shouldKeepEverybodysRosterRightWhileManyComeAndHalfOfThemGo() {
        first.join();
        IntStream.range(1, LAST).forEach(this::join);
        last.join();

        assertThat(out.dropped).isZero();
        // A response, one state for each who is there, and to each of them the newcomer's.
        assertThat(out.sent)
                .isEqualTo(IntStream.rangeClosed(1, CLIENTS)
                        .mapToLong(k -> 1 + 2L * k)
                        .sum());
        assertEverybodyKnows(IntStream.range(0, CLIENTS).boxed().toList());

        out.sent = 0;
        List<Integer> leaving =
                IntStream.range(1, LAST).filter(link -> link % 2 == 0).boxed().toList();
        leaving.forEach(link -> session.handleLinkClosed(0, link, out));

        assertThat(out.sent)
                .isEqualTo(IntStream.rangeClosed(1, leaving.size())
                        .mapToLong(k -> CLIENTS - k)
                        .sum());
        assertEverybodyKnows(IntStream.range(0, CLIENTS)
                .filter(link -> link == 0 || link % 2 == 1)
                .boxed()
                .toList());
    }

    private void join(int link) {
        session.handlePacket(0, link, true, new HandshakeRequest(HostBench.CODEC, name(link)).encode(), out);
        int clientId = session.roster().memberAt(link).clientId();
        session.handlePacket(
                0, link, true, HostBench.state(clientId, name(link), room(link)).encode(), out);
        first.deliver();
    }

    private void assertEverybodyKnows(List<Integer> links) {
        List<String> expected = links.stream()
                .map(link -> name(link) + " in " + room(link))
                .sorted()
                .toList();
        assertThat(session.roster().members().stream()
                        .map(it -> it.name() + " in " + String.join(",", it.rooms()))
                        .sorted()
                        .toList())
                .isEqualTo(expected);
        assertThat(first.roster()).isEqualTo(expected);
        assertThat(last.roster()).isEqualTo(expected);
        assertThat(first.ids()).isEqualTo(last.ids());
    }

    private static String name(int link) {
        return "p" + link;
    }

    private static String room(int link) {
        return "room-" + link / 8;
    }

    /** What the host says to all, of which only two listen. */
    private final class CountingOutbox implements HostOutbox {
        private long sent;
        private int dropped;

        @Override
        public void send(long link, ByteString packet, boolean reliable) {
            sent++;
            if (link == 0) {
                first.received.add(packet);
            } else if (link == LAST) {
                last.received.add(packet);
            }
        }

        @Override
        public void reject(long link, RejectCode code, String reason) {
            dropped++;
        }

        @Override
        public void event(HostEvent event) {}

        @Override
        public void dropped(long link, HostDrop reason) {
            dropped++;
        }
    }

    /** A real peer at a link of its own. */
    private final class Peer implements PeerOutbox {
        private final int link;
        private final PeerSession peer;
        private final Queue<ByteString> received = new ArrayDeque<>();
        private final Queue<ByteString> said = new ArrayDeque<>();

        Peer(int link) {
            this.link = link;
            this.peer = new PeerSession(PeerSettings.of(name(link), HostBench.CODEC));
        }

        void join() {
            peer.joinRoom(0, room(link), this);
            peer.handleConnected(0, this);
            deliver();
        }

        /** Both ways, until nobody has anything to say. */
        void deliver() {
            while (!said.isEmpty() || !received.isEmpty()) {
                while (!said.isEmpty()) {
                    session.handlePacket(0, link, true, said.remove(), out);
                }
                while (!received.isEmpty()) {
                    peer.handlePacket(0, received.remove(), this);
                }
            }
        }

        List<String> roster() {
            deliver();
            return peer.players().stream()
                    .map(it -> it.name() + " in " + String.join(",", it.rooms()))
                    .sorted()
                    .toList();
        }

        Map<String, Integer> ids() {
            return peer.players().stream().collect(Collectors.toMap(RemotePlayer::name, RemotePlayer::clientId));
        }

        @Override
        public void sendToHost(ByteString packet, boolean reliable) {
            said.add(packet);
        }

        @Override
        public void sendDirect(long directLink, ByteString packet, boolean reliable) {}

        @Override
        public void event(PeerEvent event) {}

        @Override
        public void dropped(PeerDrop reason) {
            out.dropped++;
        }
    }
}
