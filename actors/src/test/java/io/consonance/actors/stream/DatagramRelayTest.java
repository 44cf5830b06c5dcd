package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.SESSION;
import static io.consonance.actors.stream.RelayPackets.bind;
import static io.consonance.actors.stream.RelayPackets.ping;
import static io.consonance.actors.stream.RelayPackets.relay;
import static io.consonance.actors.stream.RelayPackets.relayVoice;
import static io.consonance.actors.stream.RelayPackets.token;
import static io.consonance.actors.stream.RelayPackets.voice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.link.LinkBind;
import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class DatagramRelayTest {

    private static final InetSocketAddress SPEAKER = new InetSocketAddress("127.0.0.1", 1001);
    private static final InetSocketAddress LISTENER = new InetSocketAddress("127.0.0.1", 1002);
    private static final InetSocketAddress OTHER = new InetSocketAddress("127.0.0.1", 1003);
    private static final InetSocketAddress NOT_JOINED = new InetSocketAddress("127.0.0.1", 1004);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("127.0.0.1", 1005);

    private record Sent(InetSocketAddress to, ByteString datagram) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<IslandSignal> signals = new ArrayList<>();
    private final RecordingPeer peer = new RecordingPeer();
    private final PublishedRoutes routes = new PublishedRoutes();
    private final DatagramBatch batch = new DatagramBatch(16);
    private long nowNanos;
    private DatagramRelay.Outlet outlet = this::take;
    private final DatagramRelay relay =
            new DatagramRelay(routes, false, (datagram, to) -> outlet.send(datagram, to), signals::add, () -> nowNanos);

    DatagramRelayTest() {
        routes.add(new LinkToken(7, token(7)));
        routes.publish(RouteTable.<InetSocketAddress, Path>empty()
                .withSource(SPEAKER, new Speaker(SESSION, 1, false))
                .withSource(LISTENER, new Speaker(SESSION, 2, false))
                .withSource(NOT_JOINED, new Speaker(0, PublishedRoutes.NOT_JOINED, false))
                .withMember(SESSION, 1, new Path.Udp(SPEAKER))
                .withMember(SESSION, 2, new Path.Udp(LISTENER))
                .withMember(SESSION, 3, new Path.Udp(OTHER))
                .withMember(SESSION, 4, new Path.Actor(peer))
                .withMember(SESSION, 5, new Path.Actor(peer)));
    }

    private int take(ByteBuffer datagram, InetSocketAddress to) {
        ByteString copy = ByteString.fromByteBuffer(datagram);
        sent.add(new Sent(to, copy));
        return copy.length();
    }

    private void handle(InetSocketAddress source, ByteString datagram) throws IOException {
        batch.clear();
        batch.add(source, datagram.toArray());
        relay.handle(batch);
    }

    private long count(RelayCounter counter) {
        return relay.report().counters().get(counter);
    }

    @Test
    void shouldCopyOncePerRelayForAllActors() throws Exception {
        handle(SPEAKER, relayVoice(1, 1, 4, 2, 5));
        assertThat(sent).containsExactly(new Sent(LISTENER, voice(SESSION, 1, 1)));
        assertThat(peer.delivered).hasSize(2);
        assertThat(peer.delivered.take()).isSameAs(peer.delivered.take()).isEqualTo(voice(SESSION, 1, 1));
        handle(SPEAKER, relayVoice(1, 2, 4));
        assertThat(peer.delivered.take()).isEqualTo(voice(SESSION, 1, 2));
        assertThat(count(RelayCounter.COPIES_TO_ACTORS)).isEqualTo(3);
    }

    @Test
    void shouldListenToNobodyWhoCannotBeAnswered() throws Exception {
        handle(new InetSocketAddress("127.0.0.1", 0), new LinkBind(token(7), 1).encode());
        assertThat(signals).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(count(RelayCounter.DATAGRAMS_DROPPED_UNKNOWN_SOURCE)).isEqualTo(1);
    }

    @Test
    void shouldHandOnSoManyClaimsOfALinkInASecondAndNoMore() throws Exception {
        for (int nonce = 1; nonce <= 1_000; nonce++) {
            handle(nonce % 2 == 0 ? STRANGER : OTHER, new LinkBind(token(7), nonce).encode());
        }
        assertThat(signals).hasSize(32);
        assertThat(count(RelayCounter.BINDS_DROPPED_TOO_MANY)).isEqualTo(968);

        nowNanos += 1_000_000_000L;
        handle(OTHER, new LinkBind(token(7), 1_001).encode());
        assertThat(signals).hasSize(33);
    }

    @Test
    void shouldHandleABatchInOrder() throws Exception {
        for (int i = 0; i < 16; i++) {
            batch.add(SPEAKER, relayVoice(1, i, 2).toArray());
        }
        relay.handle(batch);
        assertThat(sent).hasSize(16);
        for (int i = 0; i < 16; i++) {
            assertThat(sent.get(i)).isEqualTo(new Sent(LISTENER, voice(SESSION, 1, i)));
        }
    }

    @Test
    void shouldDropAndCountASendThatWouldBlock() throws Exception {
        outlet = (datagram, to) -> to.equals(LISTENER) ? 0 : take(datagram, to);
        handle(SPEAKER, relayVoice(1, 1, 2, 3));
        assertThat(sent).containsExactly(new Sent(OTHER, voice(SESSION, 1, 1)));
        assertThat(count(RelayCounter.SENDS_DROPPED_WOULD_BLOCK)).isEqualTo(1);
        assertThat(count(RelayCounter.DATAGRAMS_SENT)).isEqualTo(1);
    }

    @Test
    void shouldNotLetOneDestinationsTroubleConcernOthers() throws Exception {
        outlet = (datagram, to) -> {
            if (to.equals(LISTENER)) {
                throw new IOException("network is unreachable");
            }
            return take(datagram, to);
        };
        handle(SPEAKER, relayVoice(1, 1, 2, 3));
        assertThat(sent).hasSize(1);
        assertThat(count(RelayCounter.SENDS_REFUSED)).isEqualTo(1);
    }

    @Test
    void shouldFailWhenTheSocketIsClosed() {
        outlet = (datagram, to) -> {
            throw new ClosedChannelException();
        };
        assertThatThrownBy(() -> handle(SPEAKER, relayVoice(1, 1, 2))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldHandOnAClaimWithALiveTokenOnly() throws Exception {
        handle(STRANGER, bind(7, 0xFFFF_FFFFL));
        handle(STRANGER, bind(8, 1));
        handle(SPEAKER, bind(7, 0));
        assertThat(signals)
                .containsExactly(
                        new IslandSignal.Claim(7, STRANGER, 0xFFFF_FFFFL), new IslandSignal.Claim(7, SPEAKER, 0));
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldNotCompareHalfATokenOnly() throws Exception {
        for (int i = 3; i < 19; i++) {
            byte[] forged = bind(7, 5).toArray();
            forged[i] ^= 0x40;
            handle(STRANGER, ByteString.fromArray(forged));
        }
        assertThat(signals).isEmpty();
        assertThat(count(RelayCounter.BINDS_DROPPED_UNKNOWN_TOKEN)).isEqualTo(16);
    }

    @Test
    void shouldDropAClaimThatWasAcceptedBefore() throws Exception {
        assertThat(routes.token(
                                token(7).asByteBuffer().getLong(0),
                                token(7).asByteBuffer().getLong(8))
                        .accept(10))
                .isTrue();
        handle(STRANGER, bind(7, 10));
        handle(STRANGER, bind(7, 9));
        assertThat(signals).isEmpty();
        assertThat(count(RelayCounter.BINDS_DROPPED_OLD_NONCE)).isEqualTo(2);
        handle(STRANGER, bind(7, 11));
        assertThat(signals).hasSize(1);
    }

    @Test
    void shouldTellOfAtMostTenWrongSessionsPerSecondAndPeer() throws Exception {
        for (int i = 0; i < 50; i++) {
            handle(SPEAKER, relay(9, voice(9, 1, i), 2));
            handle(NOT_JOINED, relay(9, voice(9, 1, i), 2));
        }
        assertThat(signals).hasSize(10).containsOnly(new IslandSignal.WrongSession(SPEAKER));
        assertThat(sent).as("the session answers").isEmpty();
        assertThat(count(RelayCounter.RELAYS_DROPPED_WRONG_SESSION)).isEqualTo(50);
        handle(SPEAKER, relay(9, voice(9, 1, 0), 2));
        assertThat(signals).as("the next second").hasSize(11);
    }

    @Test
    void shouldReportWhoWasHeardAndWhoSentDamageOnce() throws Exception {
        handle(SPEAKER, relayVoice(1, 1, 2));
        handle(LISTENER, ping(1));
        handle(LISTENER, ByteString.fromArray(new byte[] {(byte) 0x8B, (byte) 0xC7, 8}));
        handle(LISTENER, ping(1).dropRight(2));
        handle(STRANGER, relayVoice(1, 1, 2));
        handle(OTHER, ping(1));
        IslandSignal.Report report = relay.report();
        assertThat(report.heard()).isEqualTo(Map.of(SPEAKER, 1, LISTENER, 0));
        assertThat(report.damaged()).isEqualTo(Map.of(LISTENER, 2));
        IslandSignal.Report next = relay.report();
        assertThat(next.heard()).isEmpty();
        assertThat(next.damaged()).isEmpty();
        assertThat(next.counters()).isEqualTo(report.counters());
    }

    @Test
    void shouldCountEveryDatagramOnceWhateverItHolds() throws Exception {
        Random random = new Random(3);
        List<InetSocketAddress> sources = List.of(SPEAKER, LISTENER, NOT_JOINED, STRANGER);
        int datagrams = 20_000;
        for (int i = 0; i < datagrams; i++) {
            byte[] bytes = random.nextInt(3) == 0
                    ? relayVoice(1 + random.nextInt(2), i & 0xFFFF, 1, 2, 4).toArray()
                    : new byte[random.nextInt(random.nextInt(10) == 0 ? 1_202 : 40)];
            if (bytes.length > 2 && bytes[0] == 0) {
                random.nextBytes(bytes);
                bytes[0] = (byte) 0x8B;
                bytes[1] = (byte) (0xC7 + random.nextInt(4));
                bytes[2] = (byte) random.nextInt(13);
            } else if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            handle(sources.get(random.nextInt(sources.size())), ByteString.fromArrayUnsafe(bytes));
        }
        RelayCounters counters = relay.report().counters();
        assertThat(counters.get(RelayCounter.DATAGRAMS_RECEIVED)).isEqualTo(datagrams);
        long outcomes = counters.nonZero().entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(RelayCounter.RELAYS_FORWARDED) >= 0)
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertThat(outcomes).isEqualTo(datagrams);
        assertThat(sent).noneMatch(one -> one.to().equals(STRANGER));
        assertThat(counters.get(RelayCounter.RELAYS_FORWARDED)).isPositive();
    }
}
