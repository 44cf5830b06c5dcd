package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.HostSocketSettings;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.link.HostLink;
import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkJoin;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkPong;
import io.consonance.engine.link.LinkRedirect;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.HandshakeRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The driver of one peer's link, with time and transport in the test's hands. */
class PeerActorTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final ByteString TOKEN = ByteString.fromArray(new byte[LinkHello.TOKEN_BYTES]);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 4_000);
    private static final Object PULLED = "pulled";
    private static final Object FINISHED = "finished";
    private static final Object CUT = "cut";

    private final ManualTime time = ManualTime.get(KIT.system());
    private final AtomicLong nowNanos = new AtomicLong();
    private final TestProbe<HostActor.Command> host = KIT.createTestProbe();
    private final TestProbe<SessionActor.Command> session = KIT.createTestProbe();
    /** What the transport was told to send, in order: packets, and how it was to end. */
    private final TestProbe<Object> sent = KIT.createTestProbe();

    private final TestProbe<Object> pulls = KIT.createTestProbe();

    private final RecordingRelay relay = new RecordingRelay();
    private final HostCounters counters = new HostCounters();
    private ActorRef<PeerActor.Command> peer;
    private boolean takes = true;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stopPeer() {
        peer.tell(PeerSignal.GONE);
        session.expectTerminated(peer, Duration.ofSeconds(3));
    }

    private final PeerTransport transport = new PeerTransport() {
        @Override
        public void write(List<ByteString> frames) {
            frames.forEach(frame -> sent.getRef().tell(RawPeer.isPacket(frame) ? RawPeer.decoded(frame) : frame));
            if (takes) {
                peer.tell(PeerSignal.TAKEN);
            }
        }

        @Override
        public void pull() {
            pulls.getRef().tell(PULLED);
        }

        @Override
        public void finish() {
            sent.getRef().tell(FINISHED);
        }

        @Override
        public void cut() {
            sent.getRef().tell(CUT);
        }
    };

    private void spawn(String... keysAndValues) {
        Map<String, String> changes = new java.util.HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changes.put("consonance.host." + keysAndValues[i], keysAndValues[i + 1]);
        }
        HostSocketSettings settings =
                Settings.of(Settings.with(ConfigFactory.load(), changes)).host();
        HostLink link = new HostLink(EngineSettings.link(settings), TOKEN, relay.port());
        peer = KIT.spawn(PeerActor.create(
                7, link, new PeerActor.Surroundings(host.getRef(), relay, settings, counters, false, nowNanos::get)));
    }

    private void open(String... keysAndValues) {
        spawn(keysAndValues);
        peer.tell(new PeerActor.Opened(transport));
        sent.expectMessageClass(LinkHello.class);
        pulls.expectMessage(PULLED);
    }

    private void join(String... keysAndValues) {
        open(keysAndValues);
        frame(new LinkJoin("session", null).encode());
        host.expectMessage(new HostActor.Join("session", 7, peer));
        peer.tell(new PeerActor.Attached(session.getRef(), 99));
        pulls.expectMessage(PULLED);
    }

    private void frame(ByteString packet) {
        peer.tell(new PeerActor.Frame(packet));
    }

    private void pass(Duration duration) {
        nowNanos.addAndGet(duration.toNanos());
        time.timePasses(duration);
    }

    private void expectRejected(RejectCode code) {
        LinkReject reject = sent.expectMessageClass(LinkReject.class);
        assertThat(reject.rejectCode()).isEqualTo(code);
        sent.expectMessage(FINISHED);
    }

    private static ByteString text(String text) {
        return ByteString.fromString(text);
    }

    @Test
    void shouldGreetOnlyOnceTheRelayKnowsTheToken() {
        relay.answersBarriers = false;
        spawn();
        peer.tell(new PeerActor.Opened(transport));
        sent.expectNoMessage(Duration.ofMillis(50));

        relay.barriers.get(0).tell(org.apache.pekko.Done.done());

        assertThat(sent.expectMessageClass(LinkHello.class).udpPort()).isEqualTo(4_242);
        assertThat(relay.calls).containsExactly("open 7");
    }

    @Test
    void shouldTakeNoFrameUntilItsSessionAnswersAndThenPassOnWhatItHeld() {
        open();
        ByteString handshake = new HandshakeRequest(RawPeer.OPUS, "a").encode();
        frame(handshake);
        host.expectMessage(new HostActor.Join("default", 7, peer));
        pulls.expectNoMessage(Duration.ofMillis(50));

        peer.tell(new PeerActor.Attached(session.getRef(), 99));

        session.expectMessage(new SessionActor.FromPeer(7, true, handshake));
        pulls.expectMessage(PULLED);
        assertThat(relay.calls).containsExactly("open 7", "attach 7 to 99");
    }

    @Test
    void shouldTakeNoMoreFramesThanTheSessionHandles() {
        join();
        ByteString handshake = new HandshakeRequest(RawPeer.OPUS, "a").encode();
        for (int i = 0; i < 63; i++) {
            frame(handshake);
            pulls.expectMessage(PULLED);
            session.expectMessageClass(SessionActor.FromPeer.class);
        }
        frame(handshake);
        session.expectMessageClass(SessionActor.FromPeer.class);
        session.expectMessage(new SessionActor.FramesGiven(7));
        pulls.expectNoMessage(Duration.ofMillis(50));

        peer.tell(new PeerActor.FramesHandled());

        pulls.expectMessage(PULLED);
    }

    @Test
    void shouldHoldThePongUntilWhatCameBeforeIsInEffect() {
        join();
        relay.answersBarriers = false;
        ByteString handshake = new HandshakeRequest(RawPeer.OPUS, "a").encode();
        frame(handshake);
        pulls.expectMessage(PULLED);
        frame(new LinkPing(5).encode());
        pulls.expectMessage(PULLED);
        session.expectMessage(new SessionActor.FromPeer(7, true, handshake));
        session.expectMessage(new SessionActor.Barrier(7));
        peer.tell(new PeerActor.Processed());
        sent.expectNoMessage(Duration.ofMillis(50));

        relay.barriers.get(0).tell(org.apache.pekko.Done.done());

        sent.expectMessage(new LinkPong(5));
    }

    @Test
    void shouldSendUnreliablePacketsByUdpWhileItIsBound() {
        join();
        peer.tell(new PeerActor.Deliver(text("by tcp"), false));
        sent.expectMessage(text("by tcp"));
        peer.tell(new PeerActor.UdpBound(ADDRESS, 1));
        peer.tell(new PeerActor.Deliver(text("by udp"), false));
        peer.tell(new PeerActor.Deliver(text("reliable"), true));
        sent.expectMessage(text("reliable"));
        peer.tell(new PeerActor.UdpUnbound());
        peer.tell(new PeerActor.Deliver(text("by tcp again"), false));
        sent.expectMessage(text("by tcp again"));

        assertThat(relay.calls).contains("send 7: by udp").doesNotContain("send 7: reliable");
        session.expectMessage(new SessionActor.UdpAt(7, ADDRESS));
        session.expectMessage(new SessionActor.UdpAt(7, null));
    }

    @Test
    void shouldCloseAPeerThatTakesNothingForTheStallTime() {
        join("stall", "5 s");
        takes = false;
        peer.tell(new PeerActor.Deliver(text("one"), true));
        sent.expectMessage(text("one"));
        peer.tell(new PeerActor.Deliver(text("two"), true));
        pass(Duration.ofMillis(4_900));
        sent.expectNoMessage(Duration.ofMillis(50));

        pass(Duration.ofMillis(100));
        // The transport still has the first one; what follows it is the reason, not the second.
        peer.tell(PeerSignal.TAKEN);

        expectRejected(RejectCode.SLOW_CONSUMER);
        assertThat(counters.snapshot()).containsEntry("peersClosedSlow", 1L);
    }

    @Test
    void shouldKeepAPeerThatTakesSlowlyButTakes() {
        join("stall", "5 s", "keep-alive", "600 s", "handshake-deadline", "10 minutes");
        takes = false;
        for (int i = 0; i < 5; i++) {
            peer.tell(new PeerActor.Deliver(ByteString.fromArray(new byte[16_000]), true));
        }
        for (int i = 0; i < 5; i++) {
            sent.expectMessageClass(ByteString.class);
            pass(Duration.ofMillis(4_500));
            peer.tell(PeerSignal.TAKEN);
        }
        // Once the next frame is asked for, the last batch was taken.
        frame(new LinkPong(1).encode());
        pulls.expectMessage(PULLED);
        pass(Duration.ofSeconds(5));
        peer.tell(new PeerActor.Deliver(text("still here"), true));
        sent.expectMessage(text("still here"));
        assertThat(counters.snapshot()).doesNotContainKey("peersClosedSlow");
    }

    @Test
    void shouldCloseAPeerWithMoreQueuedThanAllowed() {
        join("send-queue", "64 KiB");
        takes = false;
        peer.tell(new PeerActor.Deliver(ByteString.fromArray(new byte[40_000]), true));
        sent.expectMessageClass(ByteString.class);
        peer.tell(new PeerActor.Deliver(ByteString.fromArray(new byte[25_000]), true));
        session.expectNoMessage(Duration.ofMillis(50));

        peer.tell(new PeerActor.Deliver(ByteString.fromArray(new byte[1_000]), true));

        session.expectMessage(new SessionActor.Detach(7));
        peer.tell(PeerSignal.TAKEN);
        expectRejected(RejectCode.SLOW_CONSUMER);
    }

    /** Members with as many and as long rooms as they may have must not keep newcomers out. */
    @Test
    void shouldTellANewcomerOfTheOthersHoweverMuchThatIs() {
        join("send-queue", "64 KiB");
        List<ByteString> welcome = Collections.nCopies(1_300, ByteString.fromArray(new byte[1_000]));

        peer.tell(new PeerActor.Welcome(welcome));

        welcome.forEach(sent::expectMessage);
        session.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldLeaveAtOnceAndFlushTheReasonWhenItIsRejected() {
        join();
        takes = false;
        peer.tell(new PeerActor.Deliver(text("before"), true));
        sent.expectMessage(text("before"));
        peer.tell(new PeerActor.Reject(RejectCode.KICKED, "out"));
        session.expectMessage(new SessionActor.Detach(7));
        assertThat(relay.calls).endsWith("close 7");
        sent.expectNoMessage(Duration.ofMillis(50));

        peer.tell(PeerSignal.TAKEN);
        sent.expectMessage(new LinkReject(RejectCode.KICKED, "out"));
        sent.expectMessage(FINISHED);
        frame(text("too late"));
        pulls.expectMessage(PULLED);
        session.expectNoMessage(Duration.ofMillis(50));
        pass(Duration.ofSeconds(2));
        sent.expectMessage(CUT);
    }

    @Test
    void shouldCutAPeerThatIsRejectedBeforeItIsGreetedAndDoesNotEndByItself() {
        relay.answersBarriers = false;
        spawn();
        peer.tell(new PeerActor.Opened(transport));
        peer.tell(new PeerActor.Reject(RejectCode.DRAINING, "the host is stopping"));
        sent.expectMessage(FINISHED);
        assertThat(relay.calls).containsExactly("open 7", "close 7");
        sent.expectNoMessage(Duration.ofMillis(50));

        pass(Duration.ofSeconds(2));

        sent.expectMessage(CUT);
    }

    @Test
    void shouldCutATransportThatComesAfterTheRejection() {
        spawn();
        peer.tell(new PeerActor.Reject(RejectCode.DRAINING, "the host is stopping"));
        pass(Duration.ofSeconds(2));
        sent.expectNoMessage(Duration.ofMillis(50));

        peer.tell(new PeerActor.Opened(transport));

        sent.expectMessage(CUT);
    }

    @Test
    void shouldSendThePeerElsewhere() {
        join();
        peer.tell(new PeerActor.Redirect("other.example", 7_400));

        sent.expectMessage(new LinkRedirect("other.example", 7_400));
        sent.expectMessage(FINISHED);
        session.expectMessage(new SessionActor.Detach(7));
    }

    @Test
    void shouldLeaveWhenThePeerEndsItsSide() {
        join();
        peer.tell(PeerSignal.PEER_ENDED);

        session.expectMessage(new SessionActor.Detach(7));
        sent.expectMessage(FINISHED);
    }

    @Test
    void shouldLeaveASessionThatAnswersTooLate() {
        open();
        frame(new LinkJoin("session", null).encode());
        host.expectMessageClass(HostActor.Join.class);
        peer.tell(PeerSignal.PEER_ENDED);
        pulls.expectMessage(PULLED);
        sent.expectMessage(FINISHED);

        peer.tell(new PeerActor.Attached(session.getRef(), 99));

        session.expectMessage(new SessionActor.Detach(7));
    }

    @Test
    void shouldTimeOutWithoutAHandshake() {
        join("handshake-deadline", "3 s");
        pass(Duration.ofSeconds(3));

        expectRejected(RejectCode.TIMEOUT);
    }

    @Test
    void shouldRefuseAWrongCredentialWithoutAskingTheHost() {
        open("credential", "right");
        frame(new LinkJoin(null, "wrong").encode());

        expectRejected(RejectCode.UNAUTHORISED);
        host.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldRefuseSessionNamesBeyondReason() {
        open();
        frame(new LinkJoin("s".repeat(1_001), null).encode());

        expectRejected(RejectCode.UNKNOWN_SESSION);
    }

    @Test
    void shouldRejectThePeerWhenItsSessionFails() {
        open();
        ActorRef<SessionActor.Command> failing = KIT.spawn(org.apache.pekko.actor.typed.javadsl.Behaviors.stopped());
        frame(new LinkJoin(null, null).encode());
        host.expectMessageClass(HostActor.Join.class);
        peer.tell(new PeerActor.Attached(failing, 99));

        expectRejected(RejectCode.UNKNOWN_SESSION);
    }

    @Test
    void shouldCloseAtTheTwentiethDamagedPacketWhateverItCameBy() {
        join();
        peer.tell(new PeerActor.Damaged(19));
        sent.expectNoMessage(Duration.ofMillis(50));
        peer.tell(new PeerActor.Damaged(1));

        expectRejected(RejectCode.PROTOCOL_ERROR);
    }
}
