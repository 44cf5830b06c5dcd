package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.SESSION;
import static io.consonance.engine.peer.PeerBench.toPlayer;
import static io.consonance.engine.peer.PeerBench.voice;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.peer.PeerBench.SentDirect;
import io.consonance.engine.peer.PeerEvent.DirectPathClosed;
import io.consonance.engine.peer.PeerEvent.DirectPathOpened;
import io.consonance.engine.peer.PeerEvent.StartedSpeaking;
import io.consonance.engine.peer.PeerEvent.TextReceived;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.VoiceData;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that speak to each other without the host; section 7. We are id 0, Ann is 1, Ben is 2. */
class DirectLinksTest {

    private static final long LINK = 70;
    private static final long OTHER_LINK = 71;
    private static final HandshakeP2P MINE = new HandshakeP2P(SESSION, 0);
    private static final HandshakeP2P ANNS = new HandshakeP2P(SESSION, 1);

    private PeerBench bench;

    @BeforeEach
    void join() {
        bench = PeerBench.joined("Ann", "Ben");
    }

    @Test
    void shouldIntroduceEachOtherInThreePackets() {
        PeerBench ann = new PeerBench(PeerSettings.of("Ann", PeerBench.CODEC));
        ann.peer.handleConnected(ann.nowNanos, ann);
        ann.receive(HandshakeResponse.withoutLists(SESSION, 1));
        ann.state(0, "me");
        ann.forget();

        bench.peer.openDirectLink(bench.nowNanos, LINK, bench);
        Queue<String> trace = new ArrayDeque<>();
        while (!bench.sentDirect.isEmpty() || !ann.sentDirect.isEmpty()) {
            boolean mine = ann.sentDirect.isEmpty();
            SentDirect sent = (mine ? bench : ann).sentDirect.remove(0);
            trace.add((mine ? "me: " : "Ann: ") + ((HandshakeP2P) sent.packet()).clientId());
            (mine ? ann : bench).receiveDirect(LINK, sent.packet());
        }

        assertThat(trace).containsExactly("me: 0", "Ann: 1", "me: 0");
        assertThat(bench.takeEvents()).containsExactly(new DirectPathOpened("Ann", LINK));
        assertThat(ann.takeEvents()).containsExactly(new DirectPathOpened("me", LINK));
        bench.passMillis(60_000);
        assertThat(bench.sentDirect).isEmpty();
        assertThat(bench.peer.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldSendVoiceAndTextDirectlyAndRelayTheRest() {
        bench.receiveDirect(LINK, ANNS);
        bench.state(1, "Ann", "R1");
        bench.state(2, "Ben", "R1");
        bench.openRoom("R1");
        bench.forget();

        VoiceData relayed = bench.speak();
        assertThat(bench.destinations()).containsExactly(2);
        assertThat(bench.sentDirect).containsExactly(new SentDirect(LINK, relayed, false));
        bench.forget();
        bench.peer.sendTextToRoom(bench.nowNanos, "R1", "hi", bench);

        assertThat(bench.destinations()).containsExactly(2);
        assertThat(bench.sentDirect).hasSize(1).allMatch(sent -> sent.reliable() && sent.link() == LINK);
        bench.forget();
        bench.peer.sendTextToPlayer(bench.nowNanos, "Ann", "hi", bench);
        assertThat(bench.sent).isEmpty();
        assertThat(bench.sentDirect).hasSize(1);
        assertThat(bench.peer.player("Ann").direct()).isTrue();
    }

    @Test
    void shouldRelayTextWhereDirectLinksMayLoseIt() {
        bench = new PeerBench(PeerSettings.of("me", PeerBench.CODEC).withDirectText(false));
        bench.join("Ann");
        bench.receiveDirect(LINK, ANNS);
        bench.forget();

        bench.peer.sendTextToPlayer(bench.nowNanos, "Ann", "hi", bench);

        assertThat(bench.destinations()).containsExactly(1);
        assertThat(bench.sentDirect).isEmpty();
    }

    @Test
    void shouldGoBackToTheRelayWhenTheDirectLinkCloses() {
        bench.receiveDirect(LINK, ANNS);
        bench.openPlayer("Ann");
        bench.forget();
        assertThat(bench.speak()).as("relayed").isNull();
        assertThat(bench.sentDirect).hasSize(1);

        bench.peer.closeDirectLink(bench.nowNanos, LINK, bench);

        assertThat(bench.takeEvents()).containsExactly(new DirectPathClosed("Ann", LINK));
        VoiceData next = bench.speak();
        assertThat(next.sequence()).isEqualTo(1);
        assertThat(bench.destinations()).containsExactly(1);
        assertThat(bench.sentDirect).hasSize(1);
    }

    @Test
    void shouldHearVoiceAndTextOverADirectLink() {
        bench.receiveDirect(LINK, ANNS);
        bench.forget();

        bench.receiveDirect(LINK, voice(1, 0, 0, toPlayer(0)));
        bench.receive(voice(1, 0, 1, toPlayer(0)));
        bench.receiveDirect(LINK, new TextData(SESSION, RecipientType.PLAYER, 1, 0, "hi"));

        assertThat(bench.events).hasSize(4);
        assertThat(bench.events.get(0)).isEqualTo(new StartedSpeaking("Ann"));
        assertThat(bench.events.get(3)).isEqualTo(new TextReceived("Ann", RecipientType.PLAYER, "me", "hi"));
    }

    @Test
    void shouldLetADirectLinkSpeakForNobodyElseAndForNothingElse() {
        bench.receiveDirect(LINK, voice(1, 0, 0, toPlayer(0)));
        bench.receiveDirect(LINK, new TextData(SESSION, RecipientType.PLAYER, 1, 0, "hi"));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.DIRECT_NOT_INTRODUCED, PeerDrop.DIRECT_NOT_INTRODUCED);
        bench.receiveDirect(LINK, ANNS);
        bench.forget();
        bench.receiveDirect(LINK, voice(2, 0, 0, toPlayer(0)));
        bench.receiveDirect(LINK, new TextData(SESSION, RecipientType.PLAYER, 2, 0, "hi"));
        bench.receiveDirect(LINK, new HandshakeP2P(SESSION, 2));
        bench.receiveDirect(OTHER_LINK, new HandshakeP2P(SESSION, 0));
        assertThat(bench.takeDrops()).hasSize(4).containsOnly(PeerDrop.DIRECT_FORGED);
        bench.receiveDirect(LINK, new RemoveClient(SESSION, 2));
        bench.receiveDirect(LINK, HandshakeResponse.withoutLists(1, 1));

        assertThat(bench.takeDrops()).containsExactly(PeerDrop.UNEXPECTED_TYPE, PeerDrop.UNEXPECTED_TYPE);
        assertThat(bench.events).isEmpty();
        assertThat(bench.sentDirect).isEmpty();
    }

    @Test
    void shouldRefuseAnIntroductionOfSomebodyUnexpected() {
        bench.peer.openDirectLink(bench.nowNanos, LINK, 1, bench);
        bench.receiveDirect(LINK, new HandshakeP2P(SESSION, 2));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.DIRECT_FORGED);
        bench.receiveDirect(LINK, ANNS);

        assertThat(bench.takeEvents()).containsExactly(new DirectPathOpened("Ann", LINK));
    }

    @Test
    void shouldIgnoreIntroductionsBeforeItIsConnectedAndOfOtherSessions() {
        PeerBench unjoined = new PeerBench();
        unjoined.receiveDirect(LINK, ANNS);
        assertThat(unjoined.takeDrops()).containsExactly(PeerDrop.NOT_CONNECTED);
        bench.receiveDirect(LINK, new HandshakeP2P(SESSION + 1, 1));

        assertThat(bench.takeDrops()).containsExactly(PeerDrop.WRONG_SESSION);
        assertThat(bench.sentDirect).isEmpty();
    }

    @Test
    void shouldKeepTheLatestIntroductionUntilThePlayerIsKnown() {
        bench.receiveDirect(LINK, new HandshakeP2P(SESSION, 7));
        bench.receiveDirect(OTHER_LINK, new HandshakeP2P(SESSION, 7));
        assertThat(bench.sentDirect).isEmpty();
        bench.state(7, "Zoe");

        assertThat(bench.events).contains(new DirectPathOpened("Zoe", OTHER_LINK));
        assertThat(bench.sentDirect).containsExactly(new SentDirect(OTHER_LINK, MINE, true));
    }

    @Test
    void shouldUseTheLatestLinkAndAnswerOnlyOnTheFirst() {
        bench.receiveDirect(LINK, ANNS);
        assertThat(bench.sentDirect).hasSize(1);
        bench.receiveDirect(OTHER_LINK, ANNS);
        assertThat(bench.sentDirect).hasSize(1);
        bench.openPlayer("Ann");
        bench.forget();
        bench.speak();

        assertThat(bench.sentDirect).extracting(SentDirect::link).containsExactly(OTHER_LINK);
        bench.peer.closeDirectLink(bench.nowNanos, LINK, bench);
        assertThat(bench.peer.player("Ann").direct()).isTrue();
    }

    @Test
    void shouldRepeatItsIntroductionUntilItIsAnswered() {
        bench.peer.openDirectLink(bench.nowNanos, LINK, bench);
        bench.passMillis(600);
        assertThat(bench.sentDirect).hasSize(3).containsOnly(new SentDirect(LINK, MINE, true));
        bench.passMillis(60_000);
        assertThat(bench.sentDirect).hasSize(20);
        assertThat(bench.peer.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldAnswerAgainWhenItsAnswerSeemsLost() {
        bench.receiveDirect(LINK, ANNS);
        bench.passMillis(250);
        bench.receiveDirect(LINK, ANNS);
        assertThat(bench.sentDirect).hasSize(1);
        for (int i = 0; i < 20; i++) {
            bench.passMillis(1000);
            bench.receiveDirect(LINK, ANNS);
        }

        assertThat(bench.sentDirect).as("but not for ever").hasSize(6);
    }

    @Test
    void shouldIntroduceItselfOnceItIsConnected() {
        bench = new PeerBench();
        bench.peer.openDirectLink(bench.nowNanos, LINK, bench);
        assertThat(bench.sentDirect).isEmpty();
        bench.peer.handleConnected(bench.nowNanos, bench);
        bench.receive(HandshakeResponse.withoutLists(SESSION, 0));

        assertThat(bench.sentDirect).containsExactly(new SentDirect(LINK, MINE, true));
    }

    @Test
    void shouldIntroduceItselfAnewWhenThePlayerLeftAndWhenTheSessionWasLost() {
        bench.peer.openDirectLink(bench.nowNanos, LINK, bench);
        bench.receiveDirect(LINK, ANNS);
        bench.forget();
        bench.receive(new RemoveClient(SESSION, 1));
        assertThat(bench.events).contains(new DirectPathClosed("Ann", LINK));
        bench.passMillis(250);
        assertThat(bench.sentDirect).hasSize(1);
        bench.state(1, "Eve");
        assertThat(bench.peer.player("Eve").direct())
                .as("who has the id now is somebody else")
                .isFalse();
        bench.forget();

        bench.peer.handleDisconnected(bench.nowNanos, bench);
        bench.passMillis(1000);
        assertThat(bench.sentDirect).isEmpty();
        bench.join("Ann");
        bench.passMillis(250);

        assertThat(bench.sentDirect).containsExactly(new SentDirect(LINK, MINE, true));
    }
}
