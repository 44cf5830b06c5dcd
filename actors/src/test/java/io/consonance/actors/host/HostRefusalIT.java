package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.link.LinkJoin;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.Packet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every {@code LinkReject} a host sends and the limit behind it, over real sockets. */
@Timeout(60)
class HostRefusalIT {
    private final BlockingQueue<VoiceHostEvent> events = new LinkedBlockingQueue<>();
    private VoiceHost host;

    private void start(String... keysAndValues) throws IOException {
        VoiceHostBuilder builder = VoiceHost.builder().bind("127.0.0.1").port(0).listener(events::add);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.set("consonance." + keysAndValues[i], keysAndValues[i + 1]);
        }
        host = builder.start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private RawPeer joining(String session, String credential) {
        RawPeer peer = RawPeer.connect(host);
        peer.send(new LinkJoin(session, credential).encode());
        return peer;
    }

    private static ByteString handshake(String name) {
        return new HandshakeRequest(RawPeer.OPUS, name).encode();
    }

    @Test
    void shouldAskForTheCredential() throws IOException {
        start("host.credential", "opensesame");
        try (RawPeer right = joining(null, "opensesame");
                RawPeer wrong = joining(null, "opensesamE");
                RawPeer none = joining(null, null);
                RawPeer silent = RawPeer.connect(host)) {
            assertThat(right.hello().credentialRequired()).isTrue();
            silent.send(handshake("silent"));

            assertThat(right.handshake("right").clientId()).isZero();
            assertThat(List.of(wrong, none, silent))
                    .extracting(peer -> peer.rejected().rejectCode())
                    .containsOnly(RejectCode.UNAUTHORISED);
        }
    }

    @Test
    void shouldRefuseSessionsNobodyMadeWhenJoinsMakeNone() throws Exception {
        start("session.create-on-join", "off");
        host.openSession("made").toCompletableFuture().get(5, TimeUnit.SECONDS);
        try (RawPeer unknown = joining("other", null);
                RawPeer known = joining("made", null)) {
            assertThat(unknown.rejected().rejectCode()).isEqualTo(RejectCode.UNKNOWN_SESSION);
            assertThat(known.handshake("a").clientId()).isZero();

            host.closeSession("made").toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertThat(known.rejected().rejectCode()).isEqualTo(RejectCode.UNKNOWN_SESSION);
            assertThat(host.sessions().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void shouldBeFullOfSessionsClientsAndConnections() throws IOException {
        start("session.max-sessions", "1", "session.max-clients", "1", "host.max-connections", "3");
        try (RawPeer first = RawPeer.joined(host, "first");
                RawPeer anotherSession = joining("another", null);
                RawPeer anotherClient = joining(null, null);
                RawPeer anotherConnection = RawPeer.connect(host)) {
            anotherClient.send(handshake("second"));

            assertThat(List.of(anotherSession, anotherClient, anotherConnection))
                    .extracting(peer -> peer.rejected().rejectCode())
                    .containsOnly(RejectCode.FULL);
            assertThat(first.settled()).isEmpty();
        }
    }

    @Test
    void shouldNotBeFullOfSessionsThatNobodyJoined() throws Exception {
        start("session.max-sessions", "1");
        for (String session : List.of("one", "two", "three")) {
            try (RawPeer passing = joining(session, null)) {
                passing.settled();
            }
            assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(VoiceHostEvent.SessionOpened.class);
            assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(VoiceHostEvent.SessionClosed.class);
        }
        try (RawPeer honest = RawPeer.connect(host)) {
            assertThat(honest.handshake("honest").clientId()).isZero();
        }
    }

    @Test
    void shouldLimitConnectionsOfOneAddress() throws IOException {
        start("host.max-connects-per-second", "1");
        // At most one second begins anew between three connections in a row.
        List<RawPeer> peers =
                IntStream.range(0, 12).mapToObj(i -> RawPeer.connect(host)).toList();
        peers.get(0).settled();
        List<RejectCode> refused = peers.stream()
                .skip(1)
                .map(peer -> peer.tcp.isClosed() ? null : firstWord(peer))
                .toList();
        peers.forEach(RawPeer::close);

        assertThat(refused).contains(RejectCode.RATE_LIMITED);
    }

    /** What a connection is told first: refused ones are refused at once. */
    private static RejectCode firstWord(RawPeer peer) {
        peer.send(new io.consonance.engine.link.LinkPing(1).encode());
        return peer.next() instanceof LinkReject reject ? reject.rejectCode() : null;
    }

    @Test
    void shouldKeepTheNameOfTheOlderLinkWhenTakeoverIsOff() throws IOException {
        start("session.name-takeover", "off");
        try (RawPeer older = RawPeer.joined(host, "alice");
                RawPeer newer = RawPeer.connect(host)) {
            newer.send(handshake("alice"));

            assertThat(newer.rejected().rejectCode()).isEqualTo(RejectCode.NAME_REFUSED);
            assertThat(older.settled()).isEmpty();
        }
    }

    @Test
    void shouldTimeOutWhoeverDoesNotFinishTheHandshake() throws IOException {
        start("host.handshake-deadline", "300 ms");
        try (RawPeer silent = RawPeer.connect(host);
                RawPeer joinedOnly = joining("x", null);
                RawPeer talking = RawPeer.connect(host)) {
            talking.send(new DeltaChannelState(1, true, 0, "x").encode());

            assertThat(List.of(silent, joinedOnly, talking))
                    .extracting(peer -> peer.rejected().rejectCode())
                    .containsOnly(RejectCode.TIMEOUT);
        }
    }

    @Test
    void shouldTimeOutASilentPeerAndTellTheOthers() throws IOException {
        start("host.keep-alive", "1 s");
        try (RawPeer alice = RawPeer.joined(host, "alice");
                RawPeer silent = RawPeer.joined(host, "silent")) {
            alice.settled();
            // Reading answers the host's pings, so alice stays; nobody reads for the other one.
            Object told = alice.next();

            assertThat(told).isEqualTo(new io.consonance.engine.wire.RemoveClient(alice.session(), silent.id()));
            assertThat(silent.rejected().rejectCode()).isEqualTo(RejectCode.TIMEOUT);
        }
    }

    @Test
    void shouldTellEverybodyThatItStops() throws IOException {
        start();
        try (RawPeer joined = RawPeer.joined(host, "alice").bound();
                RawPeer connected = RawPeer.connect(host)) {
            host.closeAsync();

            assertThat(joined.rejected().rejectCode()).isEqualTo(RejectCode.DRAINING);
            assertThat(connected.rejected().rejectCode()).isEqualTo(RejectCode.DRAINING);
        }
    }

    @Test
    void shouldCloseAPeerThatReadsNothingWhileNobodyElseWaits() throws IOException {
        start("host.send-queue", "256 KiB");
        try (RawPeer slow = RawPeer.joinedWithSmallBuffer(host, "slow");
                RawPeer alice = RawPeer.joined(host, "alice");
                RawPeer bob = RawPeer.joined(host, "bob")) {
            alice.settled();
            bob.settled();
            // Far more than the buffers of a loopback connection hold, 1,000 bytes each.
            String room = "r".repeat(960);
            int sent = 0;
            while (host.counters().getOrDefault("peersClosedSlow", 0L) == 0) {
                assertThat(sent).as("packets sent to a peer that reads nothing").isLessThan(100_000);
                for (int i = 0; i < 200; i++, sent++) {
                    alice.send(new DeltaChannelState(alice.session(), sent % 2 == 0, alice.id(), room).encode());
                }
                assertThat(alice.settled()).hasSizeBetween(200, 201);
                assertThat(bob.settled()).hasSizeBetween(200, 201);
            }

            List<Object> read = slow.untilEnd();
            assertThat(read).isNotEmpty();
            assertThat(read.get(read.size() - 1))
                    .satisfiesAnyOf(
                            last -> assertThat(((LinkReject) last).rejectCode()).isEqualTo(RejectCode.SLOW_CONSUMER),
                            last -> assertThat(last).isInstanceOf(Packet.class));
        }
    }

    @Test
    void shouldForgetAnEmptySessionAfterItsLinger() throws Exception {
        start("session.empty-session-linger", "0 s");
        int first;
        try (RawPeer alice = RawPeer.joined(host, "alice")) {
            first = alice.session();
        }
        VoiceHostEvent event = events.take();
        while (!(event instanceof VoiceHostEvent.SessionClosed)) {
            event = events.take();
        }
        assertThat(event).isEqualTo(new VoiceHostEvent.SessionClosed("default", first));
        try (RawPeer alice = RawPeer.joined(host, "alice")) {
            assertThat(alice.session()).isNotEqualTo(first);
        }
    }

    @Test
    void shouldKeepTheIdOfAnEmptySessionAndItsClientsWhileItLingers() throws IOException {
        start();
        int session;
        try (RawPeer alice = RawPeer.joined(host, "alice");
                RawPeer bob = RawPeer.joined(host, "bob")) {
            session = alice.session();
            bob.leave();
            alice.untilRemoved();
        }
        try (RawPeer bob = RawPeer.joined(host, "bob")) {
            assertThat(bob.session()).isEqualTo(session);
            assertThat(bob.id()).isEqualTo(1);
        }
    }

    @Test
    void shouldAnswerInTheFormThatIsSet() throws IOException {
        start("session.handshake-state", "separate");
        try (RawPeer alice = RawPeer.joined(host, "alice", "lobby");
                RawPeer bob = RawPeer.connect(host)) {
            HandshakeResponse response = bob.handshake("bob");

            assertThat(response.clients()).isEmpty();
            assertThat(List.of(bob.next(ClientState.class), bob.next(ClientState.class)))
                    .extracting(state -> state.client().name())
                    .containsExactlyInAnyOrder("alice", "bob");
            assertThat(alice.settled()).isEmpty();
        }
    }
}
