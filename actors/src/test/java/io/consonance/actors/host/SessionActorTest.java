package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.cluster.SessionOwnership;
import io.consonance.actors.cluster.Tenure;
import io.consonance.actors.settings.SessionSettings;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.host.SavedSession;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.RemoveClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The driver of one session, with time in the test's hands and probes for peers. */
class SessionActorTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final int ID = 4_711;
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final AtomicLong nowNanos = new AtomicLong();
    private final TestProbe<HostActor.Command> host = KIT.createTestProbe();
    private final TestProbe<Boolean> answers = KIT.createTestProbe();
    private final TestProbe<Optional<SessionSnapshot>> snapshots = KIT.createTestProbe();
    private final TestProbe<Optional<RoomSnapshot>> rooms = KIT.createTestProbe();
    private final RecordingRelay relay = new RecordingRelay();
    private final HostCounters counters = new HostCounters();
    private final List<VoiceHostEvent> events = Collections.synchronizedList(new ArrayList<>());
    private ActorRef<SessionActor.Command> session;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void spawn() {
        session = KIT.spawn(SessionActor.create(
                new SessionActor.Beginning("name", ID, null, Tenure.UNLIMITED, false), around(null)));
    }

    private SessionActor.Surroundings around(SessionOwnership ownership) {
        SessionSettings settings = Settings.load().session();
        return new SessionActor.Surroundings(
                host.getRef(),
                relay,
                settings,
                EngineSettings.session(settings),
                false,
                ownership,
                Duration.ofSeconds(5),
                events::add,
                counters,
                nowNanos::get);
    }

    /** Keeps what a session hands over. */
    private static final class RecordingOwnership implements SessionOwnership {
        volatile SavedSession last;

        @Override
        public void want(String name) {}

        @Override
        public void open(String name) {}

        @Override
        public void decline(String name) {}

        @Override
        public void save(String name, SavedSession saved) {
            last = saved;
        }

        @Override
        public void handOver(String name, SavedSession state) {
            last = state;
        }

        @Override
        public void ended(String name) {}

        @Override
        public void drain() {}
    }

    @AfterEach
    void close() {
        session.tell(new SessionActor.Close(RejectCode.DRAINING, "test over"));
    }

    /** A peer that is attached by its number as link. */
    private final class Peer {
        final long link;
        final TestProbe<PeerActor.Command> told = KIT.createTestProbe(PeerActor.Command.class);

        Peer(long link) {
            this.link = link;
            session.tell(new SessionActor.Attach(link, told.getRef()));
            told.expectMessage(new PeerActor.Attached(session, ID));
        }

        Peer joined(String name, String... inRooms) {
            send(new HandshakeRequest(RawPeer.OPUS, name).encode());
            HandshakeResponse response = (HandshakeResponse) nextPacket();
            send(new ClientState(ID, new ClientInfo(name, response.clientId(), RawPeer.OPUS), List.of(inRooms))
                    .encode());
            assertThat(nextPacket()).isInstanceOf(ClientState.class);
            return this;
        }

        void send(ByteString packet) {
            session.tell(new SessionActor.FromPeer(link, true, packet));
        }

        Object nextPacket() {
            return RawPeer.decoded(
                    told.expectMessageClass(PeerActor.Deliver.class).packet());
        }
    }

    private void pass(Duration duration) {
        nowNanos.addAndGet(duration.toNanos());
        time.timePasses(duration);
    }

    private SessionSnapshot snapshot() {
        session.tell(new SessionActor.GetSnapshot(snapshots.getRef()));
        return snapshots.receiveMessage().orElseThrow();
    }

    private Optional<RoomSnapshot> room(String name) {
        session.tell(new SessionActor.GetRoom(name, rooms.getRef()));
        return rooms.receiveMessage();
    }

    @Test
    void shouldSendItsPeersWhereTheSessionGoes() {
        Peer alice = new Peer(1).joined("alice");
        session.tell(new SessionActor.MoveAway("192.0.2.1", 7400));

        alice.told.expectMessage(new PeerActor.Redirect("192.0.2.1", 7400));
        TestProbe<PeerActor.Command> late = KIT.createTestProbe(PeerActor.Command.class);
        session.tell(new SessionActor.Attach(2, late.getRef()));
        late.expectMessage(new PeerActor.Redirect("192.0.2.1", 7400));
        session.tell(new SessionActor.Detach(1));
        host.expectTerminated(session, Duration.ofSeconds(3));
    }

    @Test
    void shouldChangeNothingWhileAnotherNodeMayServeTheSession() {
        AtomicLong until = new AtomicLong(Duration.ofSeconds(1).toNanos());
        Tenure tenure = Tenure.until(1, until.get());
        var ownership = new RecordingOwnership();
        ActorRef<SessionActor.Command> shared = KIT.spawn(
                SessionActor.create(new SessionActor.Beginning("shared", ID, null, tenure, false), around(ownership)));
        TestProbe<PeerActor.Command> told = KIT.createTestProbe(PeerActor.Command.class);
        shared.tell(new SessionActor.Attach(9, told.getRef()));
        told.expectMessageClass(PeerActor.Attached.class);
        pass(Duration.ofSeconds(2));
        ByteString handshake = new HandshakeRequest(RawPeer.OPUS, "ann").encode();

        shared.tell(new SessionActor.FromPeer(9, true, handshake));
        told.expectNoMessage(SHORT);
        tenure.extend(2, Duration.ofHours(1).toNanos());
        shared.tell(new SessionActor.Resume());

        assertThat(RawPeer.decoded(
                        told.expectMessageClass(PeerActor.Deliver.class).packet()))
                .isInstanceOf(HandshakeResponse.class);
        shared.tell(new SessionActor.HandOver());
        shared.tell(new SessionActor.FromPeer(9, true, handshake));
        told.expectNoMessage(SHORT);
        assertThat(ownership.last.clients())
                .extracting(SavedSession.Client::name)
                .containsExactly("ann");
        assertThat(ownership.last.epoch()).isEqualTo(2);
    }

    @Test
    void shouldForgetWhatAPeerWantedThatIsGoneBeforeTheSessionGoesOn() {
        Tenure tenure = Tenure.until(1, Duration.ofSeconds(1).toNanos());
        session = KIT.spawn(SessionActor.create(
                new SessionActor.Beginning("shared", ID, null, tenure, false), around(new RecordingOwnership())));
        Peer ann = new Peer(9);
        pass(Duration.ofSeconds(2));

        ann.send(new HandshakeRequest(RawPeer.OPUS, "ann").encode());
        session.tell(new SessionActor.Detach(9));
        tenure.extend(2, Duration.ofHours(1).toNanos());
        session.tell(new SessionActor.Resume());

        assertThat(snapshot().players()).isEmpty();
    }

    @Test
    void shouldHearWhatWasSaidFirstEvenIfItIsToldLateThatItGoesOn() {
        Tenure tenure = Tenure.until(1, Duration.ofSeconds(1).toNanos());
        session = KIT.spawn(SessionActor.create(
                new SessionActor.Beginning("shared", ID, null, tenure, false), around(new RecordingOwnership())));
        Peer ann = new Peer(9);
        Peer bob = new Peer(10);
        pass(Duration.ofSeconds(2));
        ann.send(new HandshakeRequest(RawPeer.OPUS, "ann").encode());
        snapshot();
        tenure.extend(2, Duration.ofHours(1).toNanos());

        bob.send(new HandshakeRequest(RawPeer.OPUS, "bob").encode());

        assertThat(snapshot().players())
                .extracting(SessionSnapshot.Player::name)
                .containsExactly("ann", "bob");
    }

    @Test
    void shouldSendAPeerAwayThatSaysTooMuchWhileTheSessionStandsStill() {
        Peer loud = new Peer(1).joined("loud");
        Peer quiet = new Peer(2);
        session.tell(new SessionActor.MoveAway("192.0.2.1", 7400));
        loud.told.expectMessageClass(PeerActor.Redirect.class);
        quiet.told.expectMessageClass(PeerActor.Redirect.class);
        ByteString large = ByteString.fromArray(new byte[Deferral.MOST_BYTES_OF_A_PEER / 2]);

        loud.send(large);
        quiet.send(large);
        loud.send(large);

        assertThat(loud.told.expectMessageClass(PeerActor.Reject.class).code()).isEqualTo(RejectCode.RATE_LIMITED);
        quiet.told.expectNoMessage(SHORT);
        assertThat(counters.snapshot()).containsEntry("packetsDroppedTooManyDeferred", 1L);
    }

    @Test
    void shouldTellTheRelayWhoSpeaksForWhom() {
        Peer alice = new Peer(1).joined("alice");
        new Peer(2).joined("bob");
        session.tell(new SessionActor.Mute("bob", true, answers.getRef()));
        session.tell(new SessionActor.Detach(1));
        snapshot();

        assertThat(relay.calls).containsExactly("join 1 as 0 of " + ID, "join 2 as 1 of " + ID, "mute 2", "leave 1");
        assertThat(alice.link).isEqualTo(1);
    }

    @Test
    void shouldSendABroadcastAsOneMessage() {
        Peer alice = new Peer(1).joined("alice");
        Peer bob = new Peer(2).joined("bob");
        Peer carol = new Peer(3).joined("carol");
        alice.told.expectMessageClass(PeerActor.Deliver.class);
        PeerActor.Deliver carolAtAlice = alice.told.expectMessageClass(PeerActor.Deliver.class);

        assertThat(bob.told.expectMessageClass(PeerActor.Deliver.class)).isSameAs(carolAtAlice);
        assertThat(carol.link).isEqualTo(3);
    }

    @Test
    void shouldWelcomeANewcomerWithOneMessage() {
        new Peer(1).joined("a".repeat(500));
        new Peer(2).joined("b".repeat(500));
        Peer carol = new Peer(3);

        carol.send(new HandshakeRequest(RawPeer.OPUS, "carol").encode());

        assertThat(carol.told.expectMessageClass(PeerActor.Welcome.class).packets())
                .extracting(RawPeer::decoded)
                .hasExactlyElementsOfTypes(
                        HandshakeResponse.class, ClientState.class, ClientState.class, ClientState.class);
    }

    @Test
    void shouldTellThatItHasBeenEmptyAndStayUntilItIsEnded() {
        Peer alice = new Peer(1).joined("alice");
        session.tell(new SessionActor.Detach(1));
        snapshot();
        pass(Duration.ofSeconds(59));
        host.expectNoMessage(SHORT);
        snapshot();
        pass(Duration.ofSeconds(1));
        host.expectMessage(new HostActor.SessionIdle("name", 1));

        new Peer(2);
        pass(Duration.ofMinutes(10));
        host.expectNoMessage(SHORT);
        session.tell(new SessionActor.Detach(2));
        snapshot();
        pass(Duration.ofSeconds(60));
        host.expectMessage(new HostActor.SessionIdle("name", 2));
        session.tell(new SessionActor.Close(RejectCode.UNKNOWN_SESSION, "over"));

        host.expectTerminated(session, Duration.ofSeconds(3));
        assertThat(events).endsWith(new VoiceHostEvent.SessionClosed("name", ID));
        assertThat(alice.link).isEqualTo(1);
    }

    @Test
    void shouldTellThatItHasBeenEmptyWhenNobodyFollowedItFromAnotherNode() {
        session.tell(new SessionActor.Keep());
        snapshot();
        var alice = new SavedSession.Client("alice", 0, RawPeer.OPUS, List.of("red"));
        var saved = new SavedSession(ID, 1, 1, List.of(alice), List.of(), List.of("troll"), List.of());
        session = KIT.spawn(SessionActor.create(
                new SessionActor.Beginning("moved", ID, saved, Tenure.UNLIMITED, false),
                around(new RecordingOwnership())));
        snapshot();

        pass(Duration.ofSeconds(60));

        host.expectMessage(new HostActor.SessionIdle("moved", 0));
    }

    @Test
    void shouldTellAtOnceThatItIsEmptyWhenNobodyEverJoined() {
        new Peer(1);
        new Peer(2);
        session.tell(new SessionActor.Detach(1));
        host.expectNoMessage(SHORT);

        session.tell(new SessionActor.Detach(2));

        host.expectMessage(new HostActor.SessionIdle("name", 2));
    }

    @Test
    void shouldStayWhenItIsToBeKept() {
        session.tell(new SessionActor.Keep());
        snapshot();
        pass(Duration.ofHours(1));

        host.expectNoMessage(SHORT);
    }

    @Test
    void shouldForgetAPeerWhoseActorHasEnded() {
        Peer alice = new Peer(1).joined("alice");
        Peer bob = new Peer(2).joined("bob");
        assertThat(alice.nextPacket()).isInstanceOf(ClientState.class);

        bob.told.stop();

        assertThat(alice.nextPacket()).isEqualTo(new RemoveClient(ID, 1));
        assertThat(snapshot().players())
                .extracting(SessionSnapshot.Player::name)
                .containsExactly("alice");
    }

    @Test
    void shouldRejectEverybodyWhenItIsClosed() {
        Peer alice = new Peer(1).joined("alice");
        Peer notJoined = new Peer(2);
        session.tell(new SessionActor.Close(RejectCode.DRAINING, "over"));

        assertThat(alice.told.receiveMessage()).isEqualTo(new PeerActor.Reject(RejectCode.DRAINING, "over"));
        assertThat(notJoined.told.receiveMessage()).isEqualTo(new PeerActor.Reject(RejectCode.DRAINING, "over"));
    }

    @Test
    void shouldCountDamageAgainstThePeerAndTheRestNot() {
        Peer alice = new Peer(1).joined("alice");
        alice.send(new RemoveClient(ID, 0).encode());
        alice.send(new RemoveClient(ID, 0).encode().take(4));
        alice.send(new ClientState(ID, new ClientInfo("alice", 0, RawPeer.OPUS), List.of())
                .encode()
                .take(12));
        alice.told.expectMessage(new PeerActor.Damaged(1));
        alice.told.expectNoMessage(SHORT);

        assertThat(counters.snapshot())
                .containsEntry("packetsDroppedUnexpectedType", 2L)
                .containsEntry("packetsDroppedMalformed", 1L);
    }

    @Test
    void shouldSaveAMuteThoughNobodySaysAnything() {
        var ownership = new RecordingOwnership();
        session = KIT.spawn(SessionActor.create(
                new SessionActor.Beginning("shared", ID, null, Tenure.UNLIMITED, false), around(ownership)));
        new Peer(1).joined("troll");
        pass(Duration.ofMillis(50));
        snapshot();
        assertThat(ownership.last.mutedNames()).isEmpty();

        session.tell(new SessionActor.Mute("troll", true, answers.getRef()));
        answers.expectMessage(true);
        pass(Duration.ofMillis(50));
        snapshot();

        assertThat(ownership.last.mutedNames()).containsExactly("troll");
    }

    @Test
    void shouldUnmuteWithItsRoomWhoMovedToAnotherNodeMutedByIt() {
        var ownership = new RecordingOwnership();
        session = KIT.spawn(SessionActor.create(
                new SessionActor.Beginning("shared", ID, null, Tenure.UNLIMITED, false), around(ownership)));
        new Peer(1).joined("alice", "red");
        new Peer(2).joined("bob", "red");
        session.tell(new SessionActor.MuteRoom("red", true, answers.getRef()));
        session.tell(new SessionActor.Mute("bob", true, answers.getRef()));
        session.tell(new SessionActor.HandOver());
        snapshot();
        assertThat(ownership.last.mutedNames()).containsExactly("bob");
        assertThat(ownership.last.mutedRooms()).containsExactly("red");

        session = KIT.spawn(SessionActor.create(
                new SessionActor.Beginning("shared", ID, ownership.last, Tenure.UNLIMITED, false), around(ownership)));
        assertThat(snapshot().players()).hasSize(2).allMatch(SessionSnapshot.Player::muted);
        new Peer(3).joined("alice", "red");
        session.tell(new SessionActor.MuteRoom("red", false, answers.getRef()));
        room("red");

        assertThat(snapshot().players())
                .extracting(SessionSnapshot.Player::muted)
                .containsExactly(false, true);
    }

    @Test
    void shouldMuteWhoeverIsInAMutedRoomAsLongAsItIsThere() {
        Peer alice = new Peer(1).joined("alice", "red");
        session.tell(new SessionActor.MuteRoom("red", true, answers.getRef()));
        answers.expectMessage(true);
        new Peer(2).joined("bob", "red");
        room("red");
        assertThat(snapshot().players()).allMatch(SessionSnapshot.Player::muted);

        session.tell(new SessionActor.Mute("bob", true, answers.getRef()));
        answers.expectMessage(true);
        alice.send(new ClientState(ID, new ClientInfo("alice", 0, RawPeer.OPUS), List.of("blue")).encode());
        session.tell(new SessionActor.MuteRoom("red", false, answers.getRef()));
        answers.expectMessage(true);
        room("red");
        assertThat(snapshot().players())
                .extracting(SessionSnapshot.Player::muted)
                .containsExactly(false, true);
        session.tell(new SessionActor.MuteRoom("nowhere", true, answers.getRef()));
        answers.expectMessage(false);
    }

    @Test
    void shouldNotCarryARoomsMuteIntoTheNextVisit() {
        new Peer(1).joined("alice", "red");
        session.tell(new SessionActor.MuteRoom("red", true, answers.getRef()));
        room("red");
        assertThat(snapshot().players()).allMatch(SessionSnapshot.Player::muted);
        session.tell(new SessionActor.Detach(1));

        new Peer(2).joined("alice");
        snapshot();

        assertThat(snapshot().players()).noneMatch(SessionSnapshot.Player::muted);
        assertThat(relay.calls).contains("mute 1").doesNotContain("mute 2");
    }

    @Test
    void shouldShowWhoSpeaksInARoom() {
        new Peer(1).joined("alice", "red");
        new Peer(2).joined("bob", "red", "blue");
        session.tell(new SessionActor.Spoke(2, 10));
        assertThat(room("red").orElseThrow().speaking()).containsExactly("bob");
        assertThat(room("blue").orElseThrow().voicePackets()).isEqualTo(10);
        pass(Duration.ofMillis(2_001));

        RoomSnapshot red = room("red").orElseThrow();
        assertThat(red.speaking()).isEmpty();
        assertThat(red.members()).containsExactly("alice", "bob");
        assertThat(red.peakMembers()).isEqualTo(2);
        assertThat(red.open()).isEqualTo(Duration.ofMillis(2_001));
        session.tell(new SessionActor.Detach(2));
        assertThat(room("blue")).isEmpty();
        assertThat(room("red").orElseThrow().members()).containsExactly("alice");
    }

    @Test
    void shouldKeepABannedNameOutUntilTheBanIsOver() {
        Peer alice = new Peer(1).joined("alice");
        session.tell(new SessionActor.Ban("alice", Duration.ofMinutes(5), "rude", answers.getRef()));
        answers.expectMessage(true);
        assertThat(alice.told.receiveMessage()).isEqualTo(new PeerActor.Reject(RejectCode.BANNED, "rude"));
        Peer again = new Peer(2);
        again.send(new HandshakeRequest(RawPeer.OPUS, "alice").encode());
        assertThat(again.told.receiveMessage()).isEqualTo(new PeerActor.Reject(RejectCode.BANNED, "banned"));

        nowNanos.addAndGet(Duration.ofMinutes(5).toNanos());

        new Peer(3).joined("alice");
        session.tell(new SessionActor.Ban("nobody", Duration.ofMinutes(5), "", answers.getRef()));
        answers.expectMessage(false);
        session.tell(new SessionActor.Unban("nobody", answers.getRef()));
        answers.expectMessage(true);
    }
}
