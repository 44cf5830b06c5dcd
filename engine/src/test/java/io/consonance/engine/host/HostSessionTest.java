package io.consonance.engine.host;

import static io.consonance.engine.host.HostBench.CODEC;
import static io.consonance.engine.host.HostBench.SEPARATE;
import static io.consonance.engine.host.HostBench.SESSION;
import static io.consonance.engine.host.HostBench.delta;
import static io.consonance.engine.host.HostBench.relay;
import static io.consonance.engine.host.HostBench.state;
import static io.consonance.engine.host.HostBench.text;
import static io.consonance.engine.host.HostBench.voice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.consonance.engine.host.HostEvent.LeaveCause;
import io.consonance.engine.host.RecordingOutbox.Rejected;
import io.consonance.engine.host.RecordingOutbox.Sent;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RemoveClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Sections 3, 4 and 5: what a session does with clients that keep to the rules. */
class HostSessionTest {

    private final HostBench bench = new HostBench(SEPARATE);

    @Test
    void shouldTellTheNewcomerOfEverybodyAndItself() {
        bench.join(10, "Ann", "R1");

        bench.handshake(11, "Ben");

        assertThat(bench.out.takePacketsTo(11))
                .containsExactly(HandshakeResponse.withoutLists(SESSION, 1), state(0, "Ann", "R1"), state(1, "Ben"));
    }

    @Test
    void shouldTellTheOthersByTheFirstClientStateOnly() {
        bench.join(10, "Ann");

        bench.handshake(11, "Ben");
        assertThat(bench.out.takePacketsTo(10)).isEmpty();
        bench.out.takeSent();
        bench.receive(11, state(1, "Ben", "R1"));

        assertThat(bench.out.takePacketsTo(10)).containsExactly(state(1, "Ben", "R1"));
        assertThat(bench.out.takePacketsTo(11)).containsExactly(state(1, "Ben", "R1"));
    }

    @Test
    void shouldBroadcastTheReceivedInstanceReliably() {
        bench.join(10, "Ann");
        bench.join(11, "Ben");
        ByteString packet = delta(true, 1, "R1").encode();

        bench.receive(11, packet);

        List<Sent> sent = bench.out.takeSent();
        assertThat(sent).extracting(Sent::link).containsExactlyInAnyOrder(10L, 11L);
        assertThat(sent).allSatisfy(one -> {
            assertThat(one.packet()).isSameAs(packet);
            assertThat(one.reliable()).isTrue();
        });
    }

    @Test
    void shouldEncodeOnceWhatItTellsEverybody() {
        bench.join(10, "Ann");
        bench.join(11, "Ben");
        bench.handshake(12, "Cat");
        bench.out.takeSent();

        bench.receive(12, state(2, "Cat", "R1"));
        assertThat(onePacketTo(10, 11, 12)).isEqualTo(state(2, "Cat", "R1").encode());
        bench.closeLink(12);
        assertThat(onePacketTo(10, 11)).isEqualTo(new RemoveClient(SESSION, 2).encode());
    }

    private ByteString onePacketTo(long... links) {
        List<Sent> sent = bench.out.takeSent();
        assertThat(sent)
                .extracting(Sent::link)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.of(links).boxed().toList());
        assertThat(sent)
                .allSatisfy(one -> assertThat(one.packet()).isSameAs(sent.get(0).packet()));
        return sent.get(0).packet();
    }

    @Test
    void shouldKeepRoomsByStateAndDelta() {
        int ann = bench.join(10, "Ann", "R1", "R2");
        bench.receive(10, delta(true, ann, "R3"));
        bench.receive(10, delta(false, ann, "R1"));

        assertThat(bench.session.roster().member(ann).rooms()).containsExactly("R2", "R3");
        assertThat(bench.out.takeEvents())
                .containsExactly(new HostEvent.RoomEntered(ann, "R3"), new HostEvent.RoomLeft(ann, "R1"));

        bench.receive(10, state(ann, "Ann", "R4", "R3"));

        assertThat(bench.session.roster().rooms()).containsExactly("R3", "R4");
        assertThat(bench.session.roster().membersOf("R4"))
                .extracting(Member::name)
                .containsExactly("Ann");
        assertThat(bench.session.roster().membersOf("R2")).isEmpty();
        assertThat(bench.out.takeEvents())
                .containsExactly(new HostEvent.RoomLeft(ann, "R2"), new HostEvent.RoomEntered(ann, "R4"));
    }

    @Test
    void shouldBroadcastADeltaThatChangesNothing() {
        int ann = bench.join(10, "Ann", "R1");

        bench.receive(10, delta(true, ann, "R1"));
        bench.receive(10, delta(false, ann, "elsewhere"));

        assertThat(bench.out.takePacketsTo(10)).hasSize(2);
        assertThat(bench.out.takeEvents()).isEmpty();
        assertThat(bench.session.roster().member(ann).rooms()).containsExactly("R1");
    }

    @Test
    void shouldTakeAnyNumberButZeroForJoined() {
        int ann = bench.join(10, "Ann");
        byte[] packet = delta(true, ann, "R1").encode().toArrayUnsafe();
        packet[7] = 77;

        bench.receive(10, ByteString.fromArrayUnsafe(packet));

        assertThat(bench.session.roster().member(ann).rooms()).containsExactly("R1");
    }

    @Test
    void shouldRemoveAClientWhenItsLinkCloses() {
        bench.join(10, "Ann");
        int ben = bench.join(11, "Ben", "R1");

        bench.closeLink(11);

        assertThat(bench.out.takeSent())
                .extracting(Sent::link, Sent::decoded)
                .containsExactly(tuple(10L, new RemoveClient(SESSION, ben)));
        assertThat(bench.out.takeEvents())
                .containsExactly(
                        new HostEvent.RoomLeft(ben, "R1"),
                        new HostEvent.ClientLeft(ben, "Ben", 11, LeaveCause.LINK_CLOSED));
        assertThat(bench.session.roster().members()).extracting(Member::name).containsExactly("Ann");
        assertThat(bench.session.roster().rooms()).isEmpty();
    }

    @Test
    void shouldResetAClientThatRepeatsItsHandshake() {
        bench.join(10, "Ann");
        int ben = bench.join(11, "Ben", "R1");

        bench.handshake(11, "Ben");

        assertThat(bench.out.takePacketsTo(10)).containsExactly(new RemoveClient(SESSION, ben));
        assertThat(bench.out.takePacketsTo(11))
                .containsExactly(HandshakeResponse.withoutLists(SESSION, ben), state(0, "Ann"), state(ben, "Ben"));
        assertThat(bench.out.takeRejected()).isEmpty();
        assertThat(bench.session.roster().member(ben).rooms()).isEmpty();
    }

    @Test
    void shouldLetALinkChangeItsName() {
        bench.join(10, "Ann");
        bench.join(11, "Ben");

        bench.handshake(11, "Ben2");

        assertThat(bench.out.takePacketsTo(10)).containsExactly(new RemoveClient(SESSION, 1));
        assertThat(bench.session.roster().memberNamed("Ben")).isNull();
        assertThat(bench.session.roster().memberAt(11).name()).isEqualTo("Ben2");
        assertThat(bench.session.roster().memberAt(11).clientId()).isEqualTo(2);
    }

    @Test
    void shouldHandANameOverAndRejectTheOldLink() {
        bench.join(10, "Ann", "R1");
        bench.join(11, "Ben");

        bench.handshake(12, "Ann");

        assertThat(bench.out.takeRejected()).containsExactly(new Rejected(10, RejectCode.KICKED));
        assertThat(bench.out.takePacketsTo(10)).isEmpty();
        assertThat(bench.out.takePacketsTo(11)).containsExactly(new RemoveClient(SESSION, 0));
        assertThat(bench.session.roster().memberNamed("Ann").link()).isEqualTo(12);
        assertThat(bench.session.roster().memberNamed("Ann").clientId()).isZero();
        assertThat(bench.session.roster().memberNamed("Ann").rooms()).isEmpty();
    }

    @Test
    void shouldIgnoreWhateverASupersededLinkStillSends() {
        bench.join(10, "Ann");
        bench.join(12, "Ann", "R1");

        bench.receive(10, delta(true, 0, "R2"));
        bench.receive(10, relay(true, text(0, "x"), 0));
        bench.handshake(10, "Ann");
        assertThat(bench.takeDrops())
                .containsExactly(HostDrop.LINK_REFUSED, HostDrop.LINK_REFUSED, HostDrop.LINK_REFUSED);
        bench.closeLink(10);

        assertThat(bench.out.takeSent()).isEmpty();
        assertThat(bench.session.roster().memberNamed("Ann").link()).isEqualTo(12);
        assertThat(bench.session.roster().memberNamed("Ann").rooms()).containsExactly("R1");
    }

    @Test
    void shouldRefuseANameInUseWithoutTakeover() {
        HostBench strict = new HostBench(SEPARATE.withNameTakeover(false));
        strict.join(10, "Ann");

        strict.handshake(12, "Ann");

        assertThat(strict.out.takeRejected()).containsExactly(new Rejected(12, RejectCode.NAME_REFUSED));
        assertThat(strict.out.takeSent()).isEmpty();
        strict.handshake(10, "Ann");
        assertThat(strict.out.takeRejected()).isEmpty();
        strict.closeLink(10);
        strict.handshake(13, "Ann");
        assertThat(strict.session.roster().memberNamed("Ann").link()).isEqualTo(13);
    }

    @Test
    void shouldKeepAnIdForItsNameForAMinute() {
        bench.join(10, "Ann");
        int ben = bench.join(11, "Ben");
        bench.closeLink(11);

        assertThat(bench.join(12, "Cat")).isEqualTo(2);
        assertThat(bench.join(13, "Ben")).isEqualTo(ben);
        bench.closeLink(13);
        bench.advance(Duration.ofSeconds(60));

        assertThat(bench.session.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.join(14, "Dan")).isEqualTo(ben);
    }

    @Test
    void shouldRelayTextAndTellTheOwner() {
        bench.join(10, "Ann", "R1");
        int ben = bench.join(11, "Ben", "R1");
        bench.join(12, "Cat", "R1");
        ByteString text = text(ben, "hello");

        bench.receive(11, relay(true, text, 0, 2));

        List<Sent> sent = bench.out.takeSent();
        assertThat(sent).extracting(Sent::link).containsExactly(10L, 12L);
        assertThat(sent.get(0).packet()).isEqualTo(text).isSameAs(sent.get(1).packet());
        assertThat(sent).extracting(Sent::reliable).containsOnly(true);
        assertThat(bench.out.takeEvents())
                .containsExactly(new HostEvent.TextRelayed(ben, RecipientType.ROOM, 30506, "hello"));
    }

    @Test
    void shouldRelayVoiceFromEitherCarrierUnreliably() {
        bench.join(10, "Ann");
        int ben = bench.join(11, "Ben");
        ByteString packet = relay(false, voice(ben), 0, 65535).encode();

        bench.receive(11, packet);
        bench.receiveUnreliably(11, packet);

        assertThat(bench.out.takeSent())
                .containsExactly(new Sent(10, voice(ben), false), new Sent(10, voice(ben), false));
        assertThat(bench.takeDrops()).isEmpty();
        assertThat(bench.out.takeEvents()).isEmpty();
    }

    @Test
    void shouldSayNothingOfVoiceForTheServerOnly() {
        int ann = bench.join(10, "Ann");

        bench.receiveUnreliably(10, relay(false, voice(ann), 65535).encode());

        assertThat(bench.out.takeSent()).isEmpty();
        assertThat(bench.takeDrops()).isEmpty();
    }

    @Test
    void shouldSendAClientItsOwnPacketsOnlyWithLoopback() {
        HostBench mirror = new HostBench(SEPARATE.withLoopback(true));
        int ann = mirror.join(10, "Ann");
        int same = bench.join(10, "Ann");

        mirror.receive(10, relay(false, voice(ann), ann, ann));
        bench.receive(10, relay(false, voice(same), same));

        assertThat(mirror.out.takeSent()).containsExactly(new Sent(10, voice(ann), false));
        assertThat(bench.out.takeSent()).isEmpty();
    }

    @Test
    void shouldKick() {
        bench.join(10, "Ann");
        int ben = bench.join(11, "Ben");

        assertThat(bench.session.kick(bench.nowNanos, ben, RejectCode.BANNED, "no more", bench.out))
                .isTrue();

        assertThat(bench.out.takeRejected()).containsExactly(new Rejected(11, RejectCode.BANNED));
        assertThat(bench.out.takePacketsTo(10)).containsExactly(new RemoveClient(SESSION, ben));
        assertThat(bench.out.takeEvents()).containsExactly(new HostEvent.ClientLeft(ben, "Ben", 11, LeaveCause.KICKED));
        bench.handshake(11, "Ben");
        assertThat(bench.takeDrops()).containsExactly(HostDrop.LINK_REFUSED);
        assertThat(bench.session.kick(bench.nowNanos, ben, RejectCode.KICKED, "", bench.out))
                .isFalse();
        bench.closeLink(11);
        assertThat(bench.out.takeEvents()).isEmpty();
    }

    @Test
    void shouldDropTheVoiceOfAMutedClientAndPassItsText() {
        bench.join(10, "Ann");
        int ben = bench.join(11, "Ben");

        assertThat(bench.session.mute(bench.nowNanos, ben, true, bench.out)).isTrue();
        bench.session.mute(bench.nowNanos, ben, true, bench.out);
        bench.receive(11, relay(false, voice(ben), 0));
        bench.receive(11, relay(true, text(ben, "hm"), 0));

        assertThat(bench.out.takeSent()).containsExactly(new Sent(10, text(ben, "hm"), true));
        assertThat(bench.takeDrops()).containsExactly(HostDrop.MUTED);
        assertThat(bench.out.takeEvents())
                .containsExactly(
                        new HostEvent.ClientMuted(ben, true),
                        new HostEvent.TextRelayed(ben, RecipientType.ROOM, 30506, "hm"));
        assertThat(bench.session.mute(bench.nowNanos, 99, true, bench.out)).isFalse();
    }

    @Test
    void shouldForgetTheMuteOfANameThatIsGone() {
        int ben = bench.join(11, "Ben");
        bench.session.mute(bench.nowNanos, ben, true, bench.out);
        bench.closeLink(11);
        bench.session.unmute(bench.nowNanos, "Ben", bench.out);
        bench.join(12, "Ben");
        assertThat(bench.session.roster().memberNamed("Ben").muted()).isFalse();

        bench.session.mute(bench.nowNanos, ben, true, bench.out);
        bench.out.takeEvents();
        bench.session.unmute(bench.nowNanos, "Ben", bench.out);
        assertThat(bench.out.takeEvents()).containsExactly(new HostEvent.ClientMuted(ben, false));
    }

    @Test
    void shouldKeepANameMutedThroughARejoin() {
        int ben = bench.join(11, "Ben");
        bench.session.mute(bench.nowNanos, ben, true, bench.out);
        bench.closeLink(11);
        bench.advance(Duration.ofMinutes(5));
        bench.forget();

        bench.handshake(12, "Ben");

        assertThat(bench.session.roster().memberNamed("Ben").muted()).isTrue();
        assertThat(bench.out.takeEvents())
                .containsExactly(
                        new HostEvent.ClientJoined(ben, "Ben", CODEC, 12), new HostEvent.ClientMuted(ben, true));
        bench.session.mute(bench.nowNanos, ben, false, bench.out);
        bench.handshake(12, "Ben");
        assertThat(bench.session.roster().memberNamed("Ben").muted()).isFalse();
    }

    @Test
    void shouldTellOnceThatCodecsDiffer() {
        bench.join(10, "Ann");
        bench.receive(11, new HandshakeRequest(CodecSettings.opus(480), "Ben"));
        bench.receive(12, new HandshakeRequest(CodecSettings.opus(1920), "Cat"));

        assertThat(bench.out.takeEvents().stream().filter(HostEvent.CodecsDiffer.class::isInstance))
                .containsExactly(new HostEvent.CodecsDiffer(1, CodecSettings.opus(480), CODEC));
    }

    @Test
    void shouldRemoveEverybodyOneByOneWhenClosed() {
        bench.join(10, "Ann");
        bench.join(11, "Ben");
        bench.join(12, "Cat");

        bench.session.close(bench.nowNanos, RejectCode.DRAINING, "bye", bench.out);

        assertThat(bench.out.takePacketsTo(10)).isEmpty();
        assertThat(bench.out.takePacketsTo(11)).containsExactly(new RemoveClient(SESSION, 0));
        assertThat(bench.out.takePacketsTo(12))
                .containsExactly(new RemoveClient(SESSION, 0), new RemoveClient(SESSION, 1));
        assertThat(bench.out.takeRejected()).extracting(Rejected::link).containsExactly(10L, 11L, 12L);
        assertThat(bench.session.roster().size()).isZero();
        bench.handshake(13, "Dan");
        bench.receive(14, delta(true, 0, "R1"));
        assertThat(bench.out.takeRejected()).containsExactly(new Rejected(13, RejectCode.DRAINING));
        assertThat(bench.takeDrops()).containsExactly(HostDrop.SESSION_CLOSED);
    }

    @Test
    void shouldRefuseASessionIdOutsideTheRange() {
        assertThatThrownBy(() -> new HostSession(0, SEPARATE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostSession(-1, SEPARATE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostSession(0x7FFFFFFF, SEPARATE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new HostSession(0x7FFFFFFE, SEPARATE).sessionId()).isEqualTo(0x7FFFFFFE);
    }
}
