package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.SESSION;
import static io.consonance.actors.stream.RelayPackets.bind;
import static io.consonance.actors.stream.RelayPackets.bytes;
import static io.consonance.actors.stream.RelayPackets.ping;
import static io.consonance.actors.stream.RelayPackets.relay;
import static io.consonance.actors.stream.RelayPackets.relayVoice;
import static io.consonance.actors.stream.RelayPackets.token;
import static io.consonance.actors.stream.RelayPackets.voice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.consonance.actors.settings.RelaySettings;
import io.consonance.engine.link.LinkBound;
import io.consonance.engine.link.LinkPong;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.VoiceData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RelayActorIT {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final RelaySettings ONE_ISLAND = new RelaySettings(1, 4 << 20, 4 << 20, 64);

    private final List<TestSocket> open = new ArrayList<>();
    private final TestProbe<Done> done = KIT.createTestProbe();
    private RelaySockets sockets;
    private ActorRef<RelayActor.Command> relay;
    private InetSocketAddress host;

    /** One peer: a link, what it was told, its socket. */
    private final class TestPeer {
        final int number;
        final RecordingPeer told = new RecordingPeer();
        TestSocket socket = socket();

        TestPeer(int number) throws IOException {
            this.number = number;
            relay.tell(new RelayActor.Open(number, token(number), told));
        }

        TestPeer bound() throws Exception {
            // The token has to be known before the claim arrives.
            settle();
            socket.send(host, bind(number, 1));
            assertThat(socket.receive()).isEqualTo(new LinkBound(1).encode());
            return this;
        }

        TestPeer joined() {
            relay.tell(new RelayActor.Join(number, SESSION, number));
            settle();
            return this;
        }

        void send(ByteString datagram) throws IOException {
            socket.send(host, datagram);
        }
    }

    @BeforeEach
    void start() throws Exception {
        start(InetAddress.getByName("127.0.0.1"), ONE_ISLAND);
    }

    private void start(InetAddress address, RelaySettings settings) throws IOException {
        sockets = RelaySockets.bind(new InetSocketAddress(address, 0), settings);
        host = sockets.address();
        relay = KIT.spawn(RelayActor.create(sockets, false));
    }

    @AfterEach
    void stop() throws IOException {
        stopRelay();
        for (TestSocket socket : open) {
            socket.close();
        }
    }

    private void stopRelay() {
        relay.tell(new RelayActor.Stop());
        done.expectTerminated(relay);
    }

    @AfterAll
    static void stopKit() {
        KIT.shutdownTestKit();
    }

    private TestSocket socket() throws IOException {
        TestSocket socket = new TestSocket(host.getAddress());
        open.add(socket);
        return socket;
    }

    /** All commands so far are in effect. */
    private void settle() {
        relay.tell(new RelayActor.Barrier(done.ref()));
        done.receiveMessage();
    }

    /** Everything sent to the island's socket so far has been handled: it answers in order. */
    private void fence(TestPeer bound) throws IOException {
        bound.send(ping(77));
        assertThat(bound.socket.receive()).isEqualTo(new LinkPong(77).encode());
    }

    private RelayCounters countersAfterReport(RelayCounter counter, long atLeast) {
        TestProbe<RelayCounters> probe = KIT.createTestProbe();
        return probe.awaitAssert(() -> {
            relay.tell(new RelayActor.GetCounters(probe.ref()));
            RelayCounters counters = probe.receiveMessage();
            assertThat(counters.get(counter)).isGreaterThanOrEqualTo(atLeast);
            return counters;
        });
    }

    @Test
    void shouldRelayVoiceBetweenBoundPeers() throws Exception {
        TestPeer first = new TestPeer(1).bound().joined();
        TestPeer second = new TestPeer(2).bound().joined();
        TestPeer third = new TestPeer(3).bound().joined();
        first.send(relayVoice(1, 9, 2, 3, 3, 2, 1, 400));
        assertThat(second.socket.receive()).isEqualTo(voice(SESSION, 1, 9));
        assertThat(third.socket.receive()).isEqualTo(voice(SESSION, 1, 9));
        fence(first);
        assertThat(first.socket.receiveNow()).as("the speaker").isNull();
        assertThat(second.socket.receiveNow()).as("one copy each").isNull();
        assertThat(first.told.next(RecordingPeer.Bound.class))
                .isEqualTo(new RecordingPeer.Bound(first.socket.address(), 1));
        RelayCounters counters = countersAfterReport(RelayCounter.RELAYS_FORWARDED, 1);
        assertThat(counters.get(RelayCounter.BINDS_ACCEPTED)).isEqualTo(3);
        assertThat(counters.get(RelayCounter.DATAGRAMS_SENT)).isEqualTo(3 + 2 + 1);
    }

    @Test
    void shouldHandVoiceToTheActorOfAPeerWithoutUdp() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer unbound = new TestPeer(2).joined();
        speaker.send(relayVoice(1, 3, 2));
        assertThat(unbound.told.delivered.poll(20, TimeUnit.SECONDS)).isEqualTo(voice(SESSION, 1, 3));
        unbound.bound();
        speaker.send(relayVoice(1, 4, 2));
        assertThat(unbound.socket.receive()).isEqualTo(voice(SESSION, 1, 4));
        assertThat(unbound.told.delivered).isEmpty();
    }

    @Test
    void shouldStopRelayingForPeersThatLeftOrWereMuted() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer listener = new TestPeer(2).bound().joined();
        relay.tell(new RelayActor.Mute(1, true));
        settle();
        speaker.send(relayVoice(1, 1, 2));
        fence(speaker);
        assertThat(listener.socket.receiveNow()).isNull();
        relay.tell(new RelayActor.Mute(1, false));
        relay.tell(new RelayActor.Leave(2));
        settle();
        speaker.send(relayVoice(1, 2, 2));
        fence(speaker);
        assertThat(listener.socket.receiveNow()).isNull();
        fence(listener);
        relay.tell(new RelayActor.Close(2));
        settle();
        listener.send(ping(5));
        fence(speaker);
        assertThat(listener.socket.receiveNow())
                .as("its binding ended with its link")
                .isNull();
    }

    @Test
    void shouldMoveTheBindingOnAGreaterNonceOnly() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer moving = new TestPeer(2).bound().joined();
        TestSocket before = moving.socket;
        TestSocket after = socket();
        after.send(host, bind(2, 1));
        fence(speaker);
        assertThat(after.receiveNow()).as("an old nonce").isNull();

        after.send(host, bind(2, 0xFFFF_FFF0L));
        assertThat(after.receive()).isEqualTo(new LinkBound(0xFFFF_FFF0L).encode());
        speaker.send(relayVoice(1, 1, 2));
        assertThat(after.receive()).isEqualTo(voice(SESSION, 1, 1));

        before.send(host, relayVoice(2, 1, 1));
        before.send(host, ping(1));
        before.send(host, bind(2, 2));
        fence(speaker);
        assertThat(before.receiveNow()).as("the old address").isNull();
        assertThat(speaker.socket.receiveNow()).isNull();
    }

    @Test
    void shouldGiveAnAddressToItsNewerClaimant() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer older = new TestPeer(2).bound().joined();
        TestPeer newer = new TestPeer(3).joined();
        older.socket.send(host, bind(3, 1));
        assertThat(older.socket.receive()).isEqualTo(new LinkBound(1).encode());
        older.told.next(RecordingPeer.Unbound.class);
        assertThat(newer.told.next(RecordingPeer.Bound.class).source()).isEqualTo(older.socket.address());

        speaker.send(relayVoice(1, 1, 2, 3));
        assertThat(older.told.delivered.poll(20, TimeUnit.SECONDS)).isEqualTo(voice(SESSION, 1, 1));
        assertThat(older.socket.receive()).as("the address is the newer link's").isEqualTo(voice(SESSION, 1, 1));
        older.socket.send(host, relayVoice(3, 1, 1));
        assertThat(speaker.socket.receive()).isEqualTo(voice(SESSION, 3, 1));
    }

    @Test
    void shouldAnswerNothingToAnUnboundAddress() throws Exception {
        TestPeer peer = new TestPeer(1).bound().joined();
        TestPeer quiet = new TestPeer(2).joined();
        TestSocket stranger = socket();
        stranger.send(host, relayVoice(1, 1, 1));
        stranger.send(host, ping(1));
        stranger.send(host, bind(99, 1));
        stranger.send(host, bind(2, 1).dropRight(1));
        stranger.send(host, new LinkBound(1).encode());
        stranger.send(host, new ErrorWrongSession(3).encode());
        stranger.send(host, relay(1, voice(1, 1, 1), 1));
        stranger.send(host, ByteString.emptyByteString());
        // The first half of a live token finds it; the second half must match as well.
        byte[] almost = bind(2, 1).toArray();
        almost[18] ^= 1;
        stranger.send(host, ByteString.fromArray(almost));
        fence(peer);
        assertThat(stranger.receiveNow()).isNull();
        assertThat(peer.socket.receiveNow()).isNull();
        assertThat(quiet.told.told).isEmpty();
        RelayCounters counters = countersAfterReport(RelayCounter.DATAGRAMS_DROPPED_UNKNOWN_SOURCE, 7);
        assertThat(counters.get(RelayCounter.BINDS_DROPPED_UNKNOWN_TOKEN)).isEqualTo(2);
        assertThat(counters.get(RelayCounter.DATAGRAMS_SENT)).isEqualTo(2);
    }

    @Test
    void shouldSurviveAFloodOfGarbageAndGoOnRelaying() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer listener = new TestPeer(2).bound().joined();
        TestSocket stranger = socket();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            if (garbage.length > 2 && i % 4 == 0) {
                garbage[0] = (byte) 0x8B;
                garbage[1] = (byte) (0xC7 + random.nextInt(3));
                garbage[2] = (byte) random.nextInt(12);
            }
            stranger.send(host, ByteString.fromArrayUnsafe(garbage));
            speaker.send(ByteString.fromArrayUnsafe(garbage));
            // So that the kernel's buffer does not overflow; some of the garbage is a ping and is answered as well.
            if (i % 100 == 99) {
                speaker.send(ping(-i));
                while (!speaker.socket.receive().equals(new LinkPong(-i).encode())) {
                    continue;
                }
            }
        }
        speaker.send(relayVoice(1, 6, 2));
        assertThat(listener.socket.receive()).isEqualTo(voice(SESSION, 1, 6));
        assertThat(stranger.receiveNow()).isNull();
        RelayCounters counters = countersAfterReport(RelayCounter.DATAGRAMS_RECEIVED, 40_000);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_UNKNOWN_SOURCE)
                        + counters.get(RelayCounter.BINDS_DROPPED_UNKNOWN_TOKEN))
                .isGreaterThanOrEqualTo(20_000);
    }

    @Test
    void shouldAnswerPingsInOrder() throws Exception {
        TestPeer peer = new TestPeer(1).bound();
        for (int i = 0; i < 200; i++) {
            peer.send(ping(i));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(peer.socket.receive()).isEqualTo(new LinkPong(i).encode());
        }
        peer.told.next(RecordingPeer.Seen.class);
    }

    @Test
    void shouldCountWhatABoundPeerMayNotSendByUdp() throws Exception {
        TestPeer peer = new TestPeer(1).bound().joined();
        peer.send(new RemoveClient(SESSION, 1).encode());
        peer.send(new HandshakeP2P(SESSION, 1).encode());
        peer.send(bytes(0x8B, 0xC9, 1, 2, 3));
        peer.send(bytes(1, 2, 3));
        peer.send(bytes(0x8B, 0xC7, 99, 0, 0));
        peer.send(ByteString.fromArray(new byte[1_201]));
        peer.send(relay(SESSION, voice(SESSION, 1, 1, 1_200), 1));
        peer.send(relayVoice(7, 1, 2));
        peer.send(bytes(0x8B, 0xC7, 8, 0));
        peer.send(ping(1).dropRight(1));
        fence(peer);
        assertThat(peer.told.next(RecordingPeer.Damaged.class).datagrams()).isBetween(1, 2);
        RelayCounters counters = countersAfterReport(RelayCounter.PINGS_ANSWERED, 1);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_RELIABLE_TYPE)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_HANDSHAKE_P2P)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_SEALED)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_UNKNOWN_MAGIC)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_UNEXPECTED_TYPE)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_TOO_LARGE)).isEqualTo(2);
        assertThat(counters.get(RelayCounter.RELAYS_DROPPED_FORGED_SENDER)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.RELAYS_DROPPED_MALFORMED)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.LINK_PACKETS_DROPPED_MALFORMED)).isEqualTo(1);
    }

    @Test
    void shouldTellAPeerThatItNamesAnotherSession() throws Exception {
        TestPeer peer = new TestPeer(1).bound();
        peer.send(relay(5, voice(5, 1, 1), 1));
        fence(peer);
        relay.tell(new RelayActor.Attach(1, SESSION));
        settle();
        peer.send(relay(5, voice(5, 1, 1), 1));
        peer.told.next(RecordingPeer.WrongSession.class);
        peer.joined();
        peer.send(relay(5, voice(5, 1, 1), 1));
        peer.told.next(RecordingPeer.WrongSession.class);
    }

    @Test
    void shouldSendForActorsByUdpOrThroughThePeer() throws Exception {
        TestPeer peer = new TestPeer(1);
        relay.tell(new RelayActor.SendUnreliable(1, bytes(1)));
        assertThat(peer.told.delivered.poll(20, TimeUnit.SECONDS)).isEqualTo(bytes(1));
        peer.bound();
        for (int i = 0; i < 100; i++) {
            relay.tell(new RelayActor.SendUnreliable(1, bytes(2, i)));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(peer.socket.receive()).isEqualTo(bytes(2, i));
        }
        relay.tell(new RelayActor.SendUnreliable(1, ByteString.fromArray(new byte[1_201])));
        relay.tell(new RelayActor.SendUnreliable(1, ByteString.fromArray(new byte[1_200])));
        assertThat(peer.socket.receive().length()).isEqualTo(1_200);
        relay.tell(new RelayActor.SendUnreliable(4, bytes(1)));
        countersAfterReport(RelayCounter.SENDS_DROPPED_QUEUE_FULL, 1);
    }

    @Test
    void shouldOpenASocketThatWasClosedUnderneathAgain() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer listener = new TestPeer(2).bound().joined();
        for (int round = 0; round < 2; round++) {
            DatagramChannel lost = sockets.socket(0);
            lost.close();
            ByteString answer = null;
            while (answer == null) {
                relay.tell(new RelayActor.SendUnreliable(1, bytes(1)));
                speaker.send(relayVoice(1, round, 2));
                answer = listener.socket.receive(200, TimeUnit.MILLISECONDS);
            }
            assertThat(answer).isEqualTo(voice(SESSION, 1, round));
            while (speaker.socket.receive(50, TimeUnit.MILLISECONDS) != null
                    || listener.socket.receive(50, TimeUnit.MILLISECONDS) != null) {
                continue;
            }
            fence(speaker);
        }
        assertThat(sockets.address()).isEqualTo(host);
        assertThat(speaker.told.delivered).as("it would only come back").isEmpty();
    }

    @Test
    void shouldAnswerNothingTwiceWhenItsSocketIsLostUnderLoad() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer listener = new TestPeer(2).bound().joined();
        int heardLast = -1;
        int sequence = 0;
        for (int round = 0; round < 3; round++) {
            int lostAt = sequence + 100;
            while (heardLast <= lostAt) {
                speaker.send(relayVoice(1, sequence, 2));
                if (sequence++ == lostAt) {
                    sockets.socket(0).close();
                }
                // A little while, so that the numbers last until the next island is there.
                ByteString packet = listener.socket.receive(sequence > lostAt ? 2 : 0, TimeUnit.MILLISECONDS);
                while (packet != null) {
                    int heard = ((VoiceData) Packet.decode(packet)).sequence();
                    assertThat(heard).isGreaterThan(heardLast);
                    heardLast = heard;
                    packet = listener.socket.receiveNow();
                }
            }
        }
        fence(speaker);
    }

    @Test
    void shouldFreeThePortWhenItStops() throws Exception {
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer listener = new TestPeer(2).bound().joined();
        for (int i = 0; i < 2_000; i++) {
            speaker.send(relayVoice(1, i, 2));
            if (i == 1_000) {
                relay.tell(new RelayActor.Stop());
            }
        }
        done.expectTerminated(relay);
        assertThat(sockets.socket(0).isOpen()).isFalse();
        int received = 0;
        for (ByteString packet = listener.socket.receiveNow(); packet != null; packet = listener.socket.receiveNow()) {
            assertThat(packet).isEqualTo(voice(SESSION, 1, received++));
        }
        // The descriptor goes with the next turn of the selector loop, which may still be ahead.
        RelaySockets again = done.awaitAssert(() -> {
            try {
                return RelaySockets.bind(host, ONE_ISLAND);
            } catch (IOException inUse) {
                throw new AssertionError(inUse);
            }
        });
        assertThat(again.port()).isEqualTo(host.getPort());
        again.close();
    }

    @Test
    void shouldCloseItsSocketsWhenItsActorIsStoppedByOthers() throws Exception {
        new TestPeer(1).bound();
        KIT.stop(relay);
        done.awaitAssert(() -> {
            assertThat(sockets.socket(0).isOpen()).isFalse();
            return null;
        });
    }

    @Test
    void shouldRelayOverIpv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "no IPv6 on this machine");
        stopRelay();
        start(loopback, ONE_ISLAND);
        TestPeer speaker = new TestPeer(1).bound().joined();
        TestPeer listener = new TestPeer(2).bound().joined();
        speaker.send(relayVoice(1, 1, 2));
        assertThat(listener.socket.receive()).isEqualTo(voice(SESSION, 1, 1));
        fence(listener);
    }

    @Test
    void shouldServeBothFamiliesOnTheIpv6Wildcard() throws Exception {
        InetAddress wildcard = InetAddress.getByName("::");
        InetAddress ipv6 = InetAddress.getByName("::1");
        assumeTrue(NetworkInterface.getByInetAddress(ipv6) != null, "no IPv6 on this machine");
        stopRelay();
        start(wildcard, ONE_ISLAND);
        int port = host.getPort();
        host = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        TestPeer ofIpv4 = new TestPeer(1).bound().joined();
        host = new InetSocketAddress(ipv6, port);
        TestPeer ofIpv6 = new TestPeer(2).bound().joined();
        ofIpv6.send(relayVoice(2, 1, 1));
        assertThat(ofIpv4.socket.receive()).isEqualTo(voice(SESSION, 2, 1));
        host = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        ofIpv4.send(relayVoice(1, 2, 2));
        assertThat(ofIpv6.socket.receive()).isEqualTo(voice(SESSION, 1, 2));
    }

    @Test
    void shouldSpreadPeersOverSeveralIslandsOnOnePort() throws Exception {
        stopRelay();
        start(InetAddress.getByName("127.0.0.1"), new RelaySettings(3, 4 << 20, 4 << 20, 64));
        assumeTrue(sockets.count() == 3, "ports cannot be shared on this system");
        List<TestPeer> peers = new ArrayList<>();
        int[] everybody = new int[24];
        for (int i = 0; i < everybody.length; i++) {
            peers.add(new TestPeer(i).bound().joined());
            everybody[i] = i;
        }
        for (TestPeer speaker : peers) {
            speaker.send(relayVoice(speaker.number, 1, everybody));
            for (TestPeer listener : peers) {
                if (listener != speaker) {
                    assertThat(listener.socket.receive()).isEqualTo(voice(SESSION, speaker.number, 1));
                }
            }
        }
        RelayCounters counters = countersAfterReport(RelayCounter.RELAYS_FORWARDED, 24);
        assertThat(counters.get(RelayCounter.DATAGRAMS_SENT)).isEqualTo(24 * 23 + 24);

        // A peer's packets may come in by any island; after a rebind they do.
        TestPeer moving = peers.get(0);
        for (int i = 2; i < 10; i++) {
            moving.socket = socket();
            moving.send(bind(moving.number, i));
            assertThat(moving.socket.receive()).isEqualTo(new LinkBound(i).encode());
            moving.send(relayVoice(moving.number, i, 5));
            assertThat(peers.get(5).socket.receive()).isEqualTo(voice(SESSION, moving.number, i));
        }
        sockets.socket(1).close();
        ByteString answer = null;
        for (TestPeer peer : peers) {
            while (answer == null) {
                peer.send(ping(5));
                answer = peer.socket.receive(200, TimeUnit.MILLISECONDS);
            }
            answer = null;
        }
    }

    @Test
    void shouldRefuseAPortInUse() {
        assertThatThrownBy(() -> RelaySockets.bind(host, ONE_ISLAND)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldLeakNoDescriptors() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "descriptors cannot be counted on this system");
        stopRelay();
        long before = count(descriptors);
        for (int round = 0; round < 20; round++) {
            start(InetAddress.getByName("127.0.0.1"), new RelaySettings(2, 4 << 20, 4 << 20, 64));
            new TestPeer(1).bound().socket.close();
            stopRelay();
        }
        done.awaitAssert(() -> {
            // The selectors of two islands' threads at most; forty sockets would be a leak.
            assertThat(count(descriptors) - before).isLessThan(10);
            return null;
        });
        start(InetAddress.getByName("127.0.0.1"), ONE_ISLAND);
    }

    private static long count(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
