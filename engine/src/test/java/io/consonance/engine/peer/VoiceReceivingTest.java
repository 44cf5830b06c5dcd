package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.AUDIO;
import static io.consonance.engine.peer.PeerBench.SESSION;
import static io.consonance.engine.peer.PeerBench.closingToRoom;
import static io.consonance.engine.peer.PeerBench.toPlayer;
import static io.consonance.engine.peer.PeerBench.toRoom;
import static io.consonance.engine.peer.PeerBench.voice;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.peer.PeerEvent.PlayerExitedRoom;
import io.consonance.engine.peer.PeerEvent.PlayerJoined;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.peer.PeerEvent.StartedSpeaking;
import io.consonance.engine.peer.PeerEvent.StoppedSpeaking;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceDataFlyweight;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Voice in; section 9. We are id 0 and listen to R1 and R2; Ann is id 1. */
class VoiceReceivingTest {

    private static final StartedSpeaking STARTED = new StartedSpeaking("Ann");
    private static final StoppedSpeaking STOPPED = new StoppedSpeaking("Ann");

    private PeerBench bench;

    @BeforeEach
    void join() {
        bench = PeerBench.joined("Ann", "Ben");
        bench.joinRoom("R1");
        bench.joinRoom("R2");
        bench.forget();
    }

    @Test
    void shouldDeliverWithASequenceFromZeroOn() {
        bench.receive(voice(1, 5, 65_535, toRoom("R1")));
        bench.receive(voice(1, 5, 0, toRoom("R1")));
        bench.receive(voice(1, 5, 3, toRoom("R1")));

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), heard(1), heard(4));
        assertThat(bench.peer.player("Ann").speaking()).isTrue();
    }

    @Test
    void shouldDeliverLateAndRepeatedPacketsButNoneFromBeforeTheStart() {
        bench.receive(voice(1, 0, 10, toRoom("R1")));
        bench.receive(voice(1, 0, 13, toRoom("R1")));
        bench.receive(voice(1, 0, 11, toRoom("R1")));
        bench.receive(voice(1, 0, 11, toRoom("R1")));
        bench.receive(voice(1, 0, 10, toRoom("R1")));
        bench.receive(voice(1, 0, 9, toRoom("R1")));
        bench.receive(voice(1, 0, 14, toRoom("R1")));

        assertThat(bench.takeEvents())
                .containsExactly(STARTED, heard(0), heard(3), heard(1), heard(1), heard(0), heard(4));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.VOICE_FROM_BEFORE_START);
    }

    @Test
    void shouldCountALongSpeechBeyond65535() {
        for (int i = 0; i < 70_000; i++) {
            bench.forget();
            bench.receive(voice(1, 0, i & 0xFFFF, toRoom("R1")));
        }

        assertThat(bench.takeEvents()).containsExactly(heard(69_999));
    }

    @Test
    void shouldDropVoiceWithoutAnIdOfAnotherSessionAndOfUnknownSenders() {
        PeerBench unjoined = new PeerBench();
        unjoined.receive(voice(1, 0, 0, toRoom("R1")));
        assertThat(unjoined.takeDrops()).containsExactly(PeerDrop.NOT_CONNECTED);
        bench.receive(new VoiceData(SESSION + 1, 1, 0x80, 0, List.of(toRoom("R1")), AUDIO));
        bench.receive(voice(9, 0, 0, toRoom("R1")));

        assertThat(bench.takeDrops()).containsExactly(PeerDrop.WRONG_SESSION, PeerDrop.UNKNOWN_SENDER);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void shouldHearItsOwnVoiceLikeAnybodyElses() {
        bench.receive(voice(0, 0, 0, toRoom("R1")));

        assertThat(bench.takeEvents()).hasSize(2).first().isEqualTo(new StartedSpeaking("me"));
    }

    @Test
    void shouldHearRoomsItListensToAndChannelsToItsOwnId() {
        bench.receive(voice(1, 0, 0, toRoom("R3"), toPlayer(2)));
        assertThat(bench.takeEvents()).isEmpty();
        bench.receive(voice(1, 0, 1, toRoom("R3"), toRoom("R2"), toPlayer(0), toRoom("R1")));

        VoiceReceived heard = (VoiceReceived) bench.takeEvents().get(1);

        assertThat(heard.channels())
                .containsExactly(
                        new RemoteChannel(RecipientType.ROOM, "R2"),
                        new RemoteChannel(RecipientType.PLAYER, "me"),
                        new RemoteChannel(RecipientType.ROOM, "R1"));
    }

    @Test
    void shouldCombineTheChannelsThatReachUs() {
        bench.receive(voice(
                1,
                0,
                0,
                channel("R1", ChannelPriority.LOW, 0.5f, true),
                channel("R2", ChannelPriority.MEDIUM, 0.25f, true),
                channel("R3", ChannelPriority.HIGH, 2f, false)));
        bench.receive(voice(
                1,
                0,
                1,
                channel("R1", ChannelPriority.LOW, 2f, true),
                channel("R2", ChannelPriority.DEFAULT, 0f, false)));

        VoiceReceived first = (VoiceReceived) bench.events.get(1);
        VoiceReceived second = (VoiceReceived) bench.events.get(2);

        assertThat(first.amplitude()).isEqualTo(128 / 2 / 255f * 2f);
        assertThat(first.priority()).isEqualTo(ChannelPriority.MEDIUM);
        assertThat(first.positional()).isTrue();
        assertThat(second.amplitude()).isEqualTo(2f);
        assertThat(second.priority()).isEqualTo(ChannelPriority.DEFAULT);
        assertThat(second.positional()).isFalse();
        assertThat(second.channels()).isEqualTo(first.channels());
    }

    @Test
    void shouldMakeTheListOfChannelsOnceForPacketsThatListTheSame() {
        bench.receive(voice(1, 0, 0, toRoom("R1"), toRoom("R2")));
        bench.receive(voice(1, 0, 1, toRoom("R1"), toRoom("R2")));

        VoiceReceived first = (VoiceReceived) bench.events.get(1);
        VoiceReceived second = (VoiceReceived) bench.events.get(2);

        assertThat(second.channels()).isSameAs(first.channels()).hasSize(2);
    }

    @Test
    void shouldStopWhenItLeavesTheRoomThatPacketsGoOnToList() {
        bench.receive(voice(1, 0, 0, toRoom("R1")));
        bench.peer.leaveRoom(bench.nowNanos, "R1", bench);
        bench.receive(voice(1, 0, 1, toRoom("R1")));

        assertThat(bench.takeEvents()).containsSubsequence(STARTED, heard(0), STOPPED);
    }

    @Test
    void shouldTakeVoiceThatIsReadAlreadyAsItTakesPackets() throws MalformedPacketException {
        for (int sequence = 3; sequence < 6; sequence++) {
            VoiceDataFlyweight read = new VoiceDataFlyweight();
            ByteString packet = voice(1, 0, sequence, toRoom("R1")).encode();
            read.wrap(packet.asByteBuffer(), 0, packet.length());
            bench.peer.handleVoice(bench.nowNanos, read, AUDIO, bench);
        }

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), heard(1), heard(2));
        PeerBench unjoined = new PeerBench();
        unjoined.peer.handleVoice(0, new VoiceDataFlyweight(), AUDIO, unjoined);
        assertThat(unjoined.takeDrops()).containsExactly(PeerDrop.NOT_CONNECTED);
    }

    @Test
    void shouldNameTheRoomItListensToNow() {
        String[] twins = Rooms.withTheSameId();
        bench.joinRoom(twins[0]);
        bench.receive(voice(1, 0, 0, toRoom(twins[0])));
        bench.peer.leaveRoom(bench.nowNanos, twins[0], bench);
        bench.joinRoom(twins[1]);
        bench.receive(voice(1, 0, 1, toRoom(twins[0])));

        VoiceReceived heard = (VoiceReceived) bench.events.get(2);

        assertThat(heard.channels()).containsExactly(new RemoteChannel(RecipientType.ROOM, twins[1]));
    }

    @Test
    void shouldStopAfterDeliveringThePacketThatClosesAllChannels() {
        bench.receive(voice(1, 0, 0, toRoom("R1"), toRoom("R2")));
        bench.receive(voice(1, 0, 1, closingToRoom("R1"), toRoom("R2")));
        assertThat(bench.takeEvents()).hasSize(3).doesNotContain(STOPPED);
        bench.receive(voice(1, 0, 2, closingToRoom("R2"), toRoom("R3")));

        assertThat(bench.takeEvents()).hasSize(2).last().isEqualTo(STOPPED);
        bench.receive(voice(1, 0, 3, closingToRoom("R2")));
        assertThat(bench.takeEvents()).as("all closing while not open").isEmpty();
    }

    @Test
    void shouldStopAtOnceWhenNoChannelReachesUsAnyMore() {
        bench.receive(voice(1, 0, 0, toRoom("R1")));
        bench.receive(voice(1, 0, 1, toRoom("R3")));

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), STOPPED);
    }

    @Test
    void shouldBeginANewSpeechWithANewChannelSession() {
        bench.receive(voice(1, 0, 10, toRoom("R1")));
        bench.receive(voice(1, 1, 11, toRoom("R1")));
        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), STOPPED, STARTED, heard(0));
        bench.receive(voice(1, 2, 12, closingToRoom("R1")));

        assertThat(bench.takeEvents()).as("stopped without delivering").containsExactly(STOPPED);
    }

    @Test
    void shouldDropPacketsOfAnOlderChannelSession() {
        bench.receive(voice(1, 100, 0, toRoom("R1")));
        bench.receive(voice(1, 35, 1, toRoom("R1"))); // 63 ahead, modulo 128
        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), STOPPED, STARTED, heard(0));
        bench.receive(voice(1, 35 + 64, 2, toRoom("R1"))); // exactly half the range counts as old
        bench.receive(voice(1, 34, 2, toRoom("R1")));

        assertThat(bench.takeEvents()).isEmpty();
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.VOICE_FROM_OLD_SESSION, PeerDrop.VOICE_FROM_OLD_SESSION);
    }

    @Test
    void shouldCompareLegacySessionsInTwoBits() {
        bench.receive(legacy(3, 0));
        bench.receive(legacy(0, 1)); // one ahead, modulo 4
        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), STOPPED, STARTED, heard(0));
        bench.receive(legacy(2, 2)); // half the range
        bench.receive(legacy(3, 2));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.VOICE_FROM_OLD_SESSION, PeerDrop.VOICE_FROM_OLD_SESSION);

        bench.receive(legacy(4, 2)); // the same in two bits, but another number

        assertThat(bench.takeEvents()).containsExactly(STOPPED, STARTED, heard(0));
    }

    @Test
    void shouldStartAnewWhenAllChannelsHaveAnotherSessionOfTheirOwn() {
        bench.receive(voice(1, 0, 0, toRoom("R1", false, 1), toRoom("R2", false, 1)));
        bench.receive(voice(1, 0, 1, toRoom("R1", false, 2), toRoom("R2", false, 1)));
        assertThat(bench.takeEvents()).as("one of them is the same").hasSize(3).doesNotContain(STOPPED);
        bench.receive(voice(1, 0, 2, toRoom("R1", false, 3), toRoom("R2", false, 0)));

        assertThat(bench.takeEvents()).hasSize(3).startsWith(STOPPED, STARTED);
    }

    @Test
    void shouldStartAnewWithEveryPacketThatNamesARoomTwiceInSessionsThatDiffer() {
        for (int sequence = 0; sequence < 3; sequence++) {
            bench.receive(voice(1, 0, sequence, toRoom("R1", false, 1), toRoom("R1", false, 2)));
        }

        assertThat(bench.takeEvents()).filteredOn(STOPPED::equals).hasSize(2);
    }

    @Test
    void shouldNotStartAnewForAChannelThatWasNotInTheLastPacket() {
        bench.receive(voice(1, 0, 0, toRoom("R1", false, 1)));
        bench.receive(voice(1, 0, 1, toRoom("R2", false, 1)));
        bench.receive(voice(1, 0, 2, toRoom("R1", false, 2)));

        assertThat(bench.takeEvents()).hasSize(4).doesNotContain(STOPPED);
    }

    @Test
    void shouldStopWhenNothingCameForMoreThanOneAndAHalfSeconds() {
        bench.receive(voice(1, 0, 7, toRoom("R1")));
        bench.passMillis(1000);
        bench.receive(voice(1, 0, 8, toRoom("R1")));
        bench.forget();
        bench.pass(1_500_000_000L);
        bench.peer.handleWake(bench.nowNanos, bench);
        assertThat(bench.events).isEmpty();
        bench.pass(1);
        assertThat(bench.takeEvents()).containsExactly(STOPPED);
        bench.receive(voice(1, 0, 20, toRoom("R1")));

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0));
    }

    @Test
    void shouldGoOnWithAPacketAfterExactlyOneAndAHalfSeconds() {
        bench.receive(voice(1, 0, 7, toRoom("R1")));
        bench.nowNanos += 1_500_000_000L;
        bench.receive(voice(1, 0, 8, toRoom("R1")));

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), heard(1));
    }

    @Test
    void shouldStopEvenWhenTheWakeUpComesLaterThanTheNextPacket() {
        bench.receive(voice(1, 0, 7, toRoom("R1")));
        bench.nowNanos += 1_500_000_001L;
        bench.receive(voice(1, 0, 8, toRoom("R1")));

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), STOPPED, STARTED, heard(0));
    }

    @Test
    void shouldForgetTheChannelSessionAfterFifteenSecondsOfSilence() {
        bench.receive(voice(1, 50, 0, toRoom("R1")));
        bench.pass(15_000_000_000L);
        bench.forget();
        bench.receive(voice(1, 49, 1, toRoom("R1")));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.VOICE_FROM_OLD_SESSION);
        bench.pass(1);
        bench.receive(voice(1, 49, 2, toRoom("R1")));

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0));
    }

    @Test
    void shouldAskForNoWakeUpWhenAllSpeakersAreForgotten() {
        bench.receive(voice(1, 50, 0, toRoom("R1")));
        bench.receive(voice(2, 50, 0, closingToRoom("R1")));
        assertThat(bench.peer.wakeAtNanos()).isNotEqualTo(Long.MAX_VALUE);
        bench.pass(20_000_000_000L);

        assertThat(bench.peer.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), STOPPED);
    }

    @Test
    void shouldStopBeforeThePlayerLeavesAndStartCleanWhenItReturns() {
        bench.state(1, "Ann", "R1");
        bench.receive(voice(1, 50, 9, toRoom("R1")));
        bench.forget();
        bench.receive(new RemoveClient(SESSION, 1));
        bench.state(1, "Ann");
        bench.receive(voice(1, 49, 3, toRoom("R1")));

        assertThat(bench.takeEvents())
                .containsExactly(
                        STOPPED,
                        new PlayerExitedRoom("Ann", "R1"),
                        new PlayerLeft("Ann"),
                        new PlayerJoined("Ann", PeerBench.CODEC),
                        STARTED,
                        heard(0));
    }

    @Test
    void shouldDropAudioThatNoReceiverSurvives() {
        bench.receive(new VoiceData(SESSION, 1, 0x80, 0, List.of(toRoom("R1")), ByteString.fromArray(new byte[1025])));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.MALFORMED);
        bench.receive(new VoiceData(SESSION, 1, 0x80, 0, List.of(toRoom("R1")), ByteString.fromArray(new byte[1024])));

        assertThat(bench.takeEvents()).hasSize(2);
    }

    @Test
    void shouldReadAPacketThatIsPartOfALargerBuffer() {
        ByteString packet = voice(1, 0, 0, toRoom("R1")).encode();
        ByteString around = ByteString.fromInts(9, 9, 9);
        bench.peer.handlePacket(
                bench.nowNanos, around.concat(packet).concat(around).compact().slice(3, 3 + packet.length()), bench);
        bench.peer.handlePacket(bench.nowNanos, packet.take(9).concat(packet.drop(9)), bench);

        assertThat(bench.takeEvents()).containsExactly(STARTED, heard(0), heard(0));
    }

    private static VoiceReceived heard(long sequence) {
        return new VoiceReceived(
                "Ann",
                1,
                sequence,
                AUDIO,
                128 / 255f * 2f,
                ChannelPriority.DEFAULT,
                false,
                List.of(new RemoteChannel(RecipientType.ROOM, "R1")));
    }

    private static VoiceData legacy(int channelSession, int sequence) {
        return new VoiceData(SESSION, 1, channelSession, sequence, List.of(toRoom("R1")), AUDIO);
    }

    private static VoiceChannel channel(String room, ChannelPriority priority, float amplitude, boolean positional) {
        return new VoiceChannel(
                ChannelBitfield.encode(true, 0, priority, amplitude, positional, false), RoomId.of(room));
    }
}
