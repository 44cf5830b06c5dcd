package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.link.LinkBound;
import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkPong;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.Wire;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class DirectPathsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long PING = 2 * SECOND;
    private static final int BOB = 7;
    private static final InetSocketAddress BOBS = new InetSocketAddress("192.0.2.7", 7007);
    private static final ByteString INTRODUCTION = new HandshakeP2P(1, BOB).encode();

    private final DirectPaths paths = new DirectPaths(PING, new Random(5));
    private final World world = new World();
    private long now = 100 * SECOND;

    @Test
    void shouldPingACandidateBeforeTheSessionHearsOfIt() {
        paths.handleCandidate(now, BOB, BOBS, world);

        assertThat(world.takePings()).hasSize(1);
        assertThat(world.said).isEmpty();
        assertThat(paths.wakeAtNanos()).isEqualTo(now + DirectPaths.ATTEMPT_NANOS);
    }

    @Test
    void shouldOpenTheLinkWhenAPingComesBack() {
        open();

        assertThat(world.said).containsExactly("open 1 to 7");
        assertThat(paths.openCount()).isEqualTo(1);
        assertThat(paths.wakeAtNanos()).isEqualTo(now + PING);
    }

    @Test
    void shouldDropWhatComesBeforeThePathIsOpen() {
        paths.handleCandidate(now, BOB, BOBS, world);

        assertThat(paths.handleDatagram(now, BOBS, INTRODUCTION, world)).isTrue();
        assertThat(world.drops).containsExactly(ClientDrop.DIRECT_NOT_OPEN);
    }

    @Test
    void shouldNotKnowAStranger() {
        open();

        assertThat(paths.handleDatagram(now, new InetSocketAddress("192.0.2.7", 7008), INTRODUCTION, world))
                .isFalse();
        assertThat(world.drops).isEmpty();
    }

    @Test
    void shouldHandTheSessionIntroductionsAndVoiceOnly() {
        open();
        world.said.clear();

        paths.handleDatagram(now, BOBS, INTRODUCTION, world);
        paths.handleDatagram(now, BOBS, new ErrorWrongSession(9).encode(), world);
        paths.handleDatagram(now, BOBS, ByteString.fromArray(new byte[] {1, 2, 3}), world);
        paths.handleDatagram(now, BOBS, new LinkBound(1).encode(), world);

        assertThat(world.said).containsExactly("deliver on 1");
        assertThat(world.drops)
                .containsExactly(
                        ClientDrop.DIRECT_TYPE_REFUSED, ClientDrop.DIRECT_TYPE_REFUSED, ClientDrop.DIRECT_TYPE_REFUSED);
    }

    @Test
    void shouldRestAfterTwentyUnansweredAttemptsAndTryAgainLater() {
        paths.handleCandidate(now, BOB, BOBS, world);
        long began = now;
        for (int i = 0; i < DirectPaths.MOST_ATTEMPTS; i++) {
            wake();
        }

        assertThat(world.takePings()).hasSize(DirectPaths.MOST_ATTEMPTS);
        assertThat(now - began).isEqualTo(DirectPaths.MOST_ATTEMPTS * DirectPaths.ATTEMPT_NANOS);
        assertThat(paths.wakeAtNanos()).isEqualTo(now + DirectPaths.REST_NANOS);
        wake();
        wake();
        assertThat(world.takePings()).hasSize(1);
    }

    @Test
    void shouldCloseTheLinkAfterThreeUnansweredPings() {
        open();
        world.said.clear();
        for (int i = 0; i < DirectPaths.MOST_UNANSWERED; i++) {
            wake();
            assertThat(world.said).isEmpty();
        }
        wake();

        assertThat(world.said).containsExactly("close 1");
        assertThat(paths.openCount()).isZero();
    }

    @Test
    void shouldKeepTheLinkWhileTheNewestPingIsAnswered() {
        open();
        world.said.clear();
        for (int i = 0; i < 100; i++) {
            wake();
            List<LinkPing> pings = world.takePings();
            if (i % 2 == 0) {
                paths.handleDatagram(now, BOBS, pong(pings.get(pings.size() - 1)), world);
            }
        }

        assertThat(world.said).isEmpty();
    }

    @Test
    void shouldTryAgainAtOnceWhenTheOtherSideDoes() {
        open();
        for (int i = 0; i <= DirectPaths.MOST_UNANSWERED; i++) {
            wake();
        }
        world.takePings();

        paths.handleDatagram(now, BOBS, new LinkPing(99).encode(), world);
        assertThat(world.sent).contains(new LinkPong(99).encode());
        paths.handleWake(now, world);
        paths.handleDatagram(now, BOBS, pong(world.takePings().get(0)), world);

        assertThat(paths.openCount()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAPongThatNobodyAskedFor() {
        paths.handleCandidate(now, BOB, BOBS, world);
        LinkPing ping = world.takePings().get(0);
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            paths.handleDatagram(now, BOBS, new LinkPong(random.nextLong()).encode(), world);
        }
        assertThat(paths.openCount()).isZero();

        paths.handleDatagram(now, BOBS, pong(ping), world);
        assertThat(paths.openCount()).isEqualTo(1);
    }

    @Test
    void shouldMoveToANewAddressOfTheSameClient() {
        open();
        world.said.clear();
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.8", 7008);

        paths.handleCandidate(now, BOB, elsewhere, world);

        assertThat(world.said).containsExactly("close 1");
        assertThat(paths.handleDatagram(now, BOBS, INTRODUCTION, world)).isFalse();
        assertThat(paths.handleDatagram(now, elsewhere, INTRODUCTION, world)).isTrue();
    }

    @Test
    void shouldForgetAClientThatLeft() {
        open();
        world.said.clear();
        world.present.remove(BOB);
        wake();

        assertThat(world.said).containsExactly("close 1");
        assertThat(paths.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(paths.handleDatagram(now, BOBS, INTRODUCTION, world)).isFalse();
    }

    @Test
    void shouldRefuseAddressesNobodyIsAtAndMoreThanItKeeps() {
        paths.handleCandidate(now, BOB, new InetSocketAddress("0.0.0.0", 1), world);
        paths.handleCandidate(now, BOB, new InetSocketAddress("224.0.0.1", 1), world);
        assertThat(world.drops).hasSize(2);
        for (int i = 0; i < DirectPaths.MOST_PATHS + 5; i++) {
            paths.handleCandidate(now, i, new InetSocketAddress("192.0.2.1", 1 + i), world);
        }

        assertThat(world.drops).hasSize(7).containsOnly(ClientDrop.CANDIDATE_REFUSED);
    }

    private void open() {
        paths.handleCandidate(now, BOB, BOBS, world);
        paths.handleDatagram(now, BOBS, pong(world.takePings().get(0)), world);
    }

    private void wake() {
        now = paths.wakeAtNanos();
        paths.handleWake(now, world);
    }

    private static ByteString pong(LinkPing ping) {
        return new LinkPong(ping.opaque()).encode();
    }

    private static final class World implements DirectPaths.Outbox {
        private final List<ByteString> sent = new ArrayList<>();
        private final List<String> said = new ArrayList<>();
        private final List<ClientDrop> drops = new ArrayList<>();
        private final Set<Integer> present = new HashSet<>(Set.of(BOB));

        List<LinkPing> takePings() {
            List<LinkPing> pings = new ArrayList<>();
            for (ByteString datagram : sent) {
                if (Wire.magicOf(datagram) == Wire.LINK_MAGIC && decode(datagram) instanceof LinkPing ping) {
                    pings.add(ping);
                }
            }
            sent.clear();
            return pings;
        }

        private static LinkPacket decode(ByteString datagram) {
            try {
                return LinkPacket.decode(datagram);
            } catch (io.consonance.engine.wire.MalformedPacketException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void sendDatagram(InetSocketAddress to, ByteString datagram) {
            sent.add(datagram);
        }

        @Override
        public void openLink(long link, int clientId) {
            said.add("open " + link + " to " + clientId);
        }

        @Override
        public void closeLink(long link) {
            said.add("close " + link);
        }

        @Override
        public void deliver(long link, ByteString packet) {
            said.add("deliver on " + link);
        }

        @Override
        public boolean isPresent(int clientId) {
            return present.contains(clientId);
        }

        @Override
        public void dropped(ClientDrop reason) {
            drops.add(reason);
        }
    }
}
