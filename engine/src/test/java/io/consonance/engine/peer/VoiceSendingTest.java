package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.AUDIO;
import static io.consonance.engine.peer.PeerBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Voice out; section 8. */
class VoiceSendingTest {

    @Test
    void shouldSendAFrameAtOnceToEverybodyElseInTheRoom() {
        PeerBench bench = PeerBench.joined("Ann", "Ben", "Cat");
        bench.state(3, "Cat", "R1");
        bench.state(1, "Ann", "R1");
        bench.state(0, "me", "R1");
        bench.openRoom("R1");

        VoiceData voice = bench.speak();

        assertThat(bench.sent).hasSize(1).allMatch(sent -> !sent.reliable());
        assertThat(bench.destinations()).containsExactly(1, 3);
        assertThat(voice.session()).isEqualTo(SESSION);
        assertThat(voice.senderId()).isZero();
        assertThat(voice.sequence()).isZero();
        assertThat(voice.options()).isEqualTo(0x80);
        assertThat(voice.audio()).isEqualTo(AUDIO);
        assertThat(voice.channels()).containsExactly(PeerBench.toRoom("R1"));
    }

    @Test
    void shouldMoveNothingWithoutIdChannelOrDestination() {
        PeerBench bench = new PeerBench();
        int room = bench.openRoom("R1");
        assertThat(bench.speak()).as("no id").isNull();
        bench.join("Ann");
        assertThat(bench.speak()).as("nobody in the room").isNull();
        bench.peer.closeChannel(room);
        assertThat(bench.speak()).isNull();
        bench.openPlayer("Zoe");
        assertThat(bench.speak()).as("nobody of that name").isNull();

        bench.openPlayer("Ann");
        VoiceData voice = bench.speak();

        assertThat(voice.sequence()).isZero();
        assertThat(voice.options()).isEqualTo(0x80);
        assertThat(voice.channels())
                .as("a closing channel stays until a packet told so")
                .containsExactly(PeerBench.closingToRoom("R1"), PeerBench.toPlayer(1));
        assertThat(bench.speak().channels()).containsExactly(PeerBench.toPlayer(1));
    }

    @Test
    void shouldAdvanceSequenceAndSessionWhenOnlyWeAreInTheRoom() {
        PeerBench bench = PeerBench.joined("Ann");
        bench.state(0, "me", "R1");
        int room = bench.openRoom("R1");
        assertThat(bench.speak()).isNull();
        assertThat(bench.speak()).isNull();
        bench.peer.closeChannel(room);
        assertThat(bench.speak()).isNull();

        bench.openPlayer("Ann");
        VoiceData voice = bench.speak();

        assertThat(voice.sequence()).isEqualTo(3);
        assertThat(voice.options()).isEqualTo(0x81);
        assertThat(voice.channels()).containsExactly(PeerBench.toPlayer(1));
    }

    @Test
    void shouldNameDestinationsInChannelOrderWithoutRepetition() {
        PeerBench bench = PeerBench.joined("Ann", "Ben", "Cat", "Dan");
        bench.state(4, "Dan", "R1");
        bench.state(2, "Ben", "R1", "R2");
        bench.state(1, "Ann", "R2");
        bench.openPlayer("Cat");
        bench.openRoom("R1");
        bench.openRoom("R2");
        bench.openPlayer("Ben");

        VoiceData voice = bench.speak();

        assertThat(bench.destinations()).containsExactly(3, 2, 4, 1);
        assertThat(voice.channels())
                .containsExactly(
                        PeerBench.toPlayer(3), PeerBench.toRoom("R1"), PeerBench.toRoom("R2"), PeerBench.toPlayer(2));
    }

    @Test
    void shouldFollowThoseWhoEnterAndExitTheRoom() {
        PeerBench bench = PeerBench.joined("Ann", "Ben");
        bench.state(1, "Ann", "R1");
        bench.openRoom("R1");
        bench.speak();
        bench.receive(new DeltaChannelState(SESSION, true, 2, "R1"));
        bench.speak();
        assertThat(bench.destinations()).containsExactly(1, 2);
        bench.receive(new DeltaChannelState(SESSION, false, 1, "R1"));
        bench.speak();
        assertThat(bench.destinations()).containsExactly(2);
        bench.state(5, "Eve", "R1");
        bench.receive(new RemoveClient(SESSION, 2));
        bench.speak();

        assertThat(bench.destinations()).containsExactly(5);
    }

    @Test
    void shouldReachEverybodyInRoomsWithTheSameId() {
        String[] twins = Rooms.withTheSameId();
        PeerBench bench = PeerBench.joined("Ann", "Ben");
        bench.state(1, "Ann", twins[0], twins[1]);
        bench.state(2, "Ben", twins[1]);
        bench.openRoom(twins[0]);
        bench.speak();
        assertThat(bench.destinations()).containsExactly(1, 2);

        bench.receive(new DeltaChannelState(SESSION, false, 1, twins[0]));
        bench.speak();

        assertThat(bench.destinations()).as("Ann is in the other one still").containsExactly(1, 2);
    }

    @Test
    void shouldCarryTheClosingFlagOnceAndCountTheSession() {
        PeerBench bench = speakingToAnn();
        int first = bench.openRoom("R1");
        int second = bench.openRoom("R2");
        bench.speak();
        bench.peer.closeChannel(first);

        assertThat(bench.speak().channels()).containsExactly(PeerBench.closingToRoom("R1"), PeerBench.toRoom("R2"));
        VoiceData next = bench.speak();
        assertThat(next.channels()).containsExactly(PeerBench.toRoom("R2"));
        assertThat(next.options()).isEqualTo(0x80);
        bench.peer.closeChannel(second);
        assertThat(bench.speak().options())
                .as("the closing packet is of the old session")
                .isEqualTo(0x80);
        assertThat(bench.speak()).isNull();
        bench.openRoom("R1");
        VoiceData after = bench.speak();

        assertThat(after.options()).isEqualTo(0x81);
        assertThat(after.sequence()).as("not reset").isEqualTo(4);
    }

    @Test
    void shouldCountTheSessionWhenAllChannelsWereClosedBetweenTwoFrames() {
        PeerBench bench = speakingToAnn();
        int first = bench.openRoom("R1");
        int second = bench.openRoom("R2");
        bench.speak();

        bench.peer.closeChannel(second);
        bench.openRoom("R2");
        assertThat(bench.speak().options()).as("one stayed open").isEqualTo(0x80);
        bench.peer.closeChannel(first);
        bench.peer.closeChannel(second + 1);
        bench.peer.openRoomChannel("R2", new ChannelOptions(ChannelPriority.HIGH, 1f, true));
        VoiceData voice = bench.speak();

        assertThat(voice.options()).isEqualTo(0x81);
        assertThat(voice.channels())
                .as("R1 says goodbye in the new session; R2 is reopened in its place, and its own session stays 0")
                .containsExactly(
                        PeerBench.closingToRoom("R1"),
                        new VoiceChannel(
                                ChannelBitfield.encode(true, 0, ChannelPriority.HIGH, 1f, true, false),
                                RoomId.of("R2")));
        assertThat(bench.speak().options()).isEqualTo(0x81);
    }

    @Test
    void shouldListTheSameRoomTwiceAndCloseTheRightOne() {
        PeerBench bench = speakingToAnn();
        int loud = bench.peer.openRoomChannel("R1", new ChannelOptions(ChannelPriority.HIGH, 2f, false));
        bench.peer.openRoomChannel("R1", new ChannelOptions(ChannelPriority.LOW, 0.1f, false));
        assertThat(bench.speak().channels()).hasSize(2);
        assertThat(bench.destinations()).containsExactly(1);
        bench.peer.closeChannel(loud);

        List<Integer> bits = bench.speak().channels().stream()
                .map(channel -> channel.bitfield())
                .toList();

        assertThat(bits)
                .containsExactly(
                        ChannelBitfield.encode(true, 0, ChannelPriority.HIGH, 2f, false, true),
                        ChannelBitfield.encode(true, 0, ChannelPriority.LOW, 0.1f, false, false));
    }

    @Test
    void shouldWrapSequenceAndSession() {
        PeerBench bench = speakingToAnn();
        VoiceData voice = null;
        for (int i = 0; i <= 65_536; i++) {
            int channel = bench.openRoom("R1");
            bench.peer.closeChannel(channel);
            voice = bench.speak();
            assertThat(voice.sequence()).isEqualTo(i & 0xFFFF);
            assertThat(voice.options()).isEqualTo(0x80 | i & 0x7F);
            bench.forget();
        }
        assertThat(voice.sequence()).isZero();
    }

    @Test
    void shouldWriteTheDefaultPriorityForNone() {
        PeerBench bench = speakingToAnn();
        bench.peer.openRoomChannel("R1", ChannelOptions.DEFAULT);
        assertThat(priorityOf(bench.speak())).isEqualTo(ChannelPriority.DEFAULT);

        bench.peer.setDefaultPriority(ChannelPriority.HIGH);

        assertThat(priorityOf(bench.speak())).isEqualTo(ChannelPriority.HIGH);
    }

    @Test
    void shouldChangeAmplitudeFromTheNextFrameOn() {
        PeerBench bench = speakingToAnn();
        int channel = bench.openRoom("R1");
        bench.speak();
        bench.peer.setAmplitude(channel, 0.25f);
        bench.peer.setAmplitude(99, 2f);

        assertThat(ChannelBitfield.amplitude(bench.speak().channels().get(0).bitfield()))
                .isEqualTo(ChannelBitfield.amplitude(
                        ChannelBitfield.encode(true, 0, ChannelPriority.DEFAULT, 0.25f, false, false)));
    }

    @Test
    void shouldLetAPlayerChannelWaitForItsPlayer() {
        PeerBench bench = PeerBench.joined("Ann");
        bench.openPlayer("Zoe");
        bench.speak();
        bench.state(7, "Zoe");
        VoiceData voice = bench.speak();
        assertThat(voice.sequence()).isZero();
        assertThat(voice.channels()).containsExactly(PeerBench.toPlayer(7));

        bench.receive(new RemoveClient(SESSION, 7));
        assertThat(bench.speak()).isNull();
        bench.state(3, "Zoe");
        VoiceData again = bench.speak();

        assertThat(again.sequence()).isEqualTo(1);
        assertThat(again.options()).as("the session does not change by this").isEqualTo(0x80);
        assertThat(again.channels()).containsExactly(PeerBench.toPlayer(3));
    }

    @Test
    void shouldForgetAWaitingChannelThatIsClosed() {
        PeerBench bench = PeerBench.joined();
        int channel = bench.openPlayer("Zoe");
        bench.speak();
        bench.peer.closeChannel(channel);
        bench.speak();
        bench.state(7, "Zoe");

        assertThat(bench.speak()).isNull();
    }

    @Test
    void shouldForgetAClosingPlayerChannelWhenThePlayerLeaves() {
        PeerBench bench = PeerBench.joined("Ann", "Ben");
        int channel = bench.openPlayer("Ann");
        bench.openPlayer("Ben");
        bench.speak();
        bench.receive(new RemoveClient(SESSION, 2));
        bench.peer.closeChannel(channel);
        bench.receive(new RemoveClient(SESSION, 1));
        bench.speak();
        bench.state(1, "Ann");
        bench.state(2, "Ben");

        assertThat(bench.speak().channels()).containsExactly(PeerBench.toPlayer(2));
    }

    @Test
    void shouldSendToNobodyWhenTheAlwaysSendRoomIsEmpty() {
        PeerBench bench = PeerBench.joined("Ann");
        bench.openRoom("FEE5233F-185F-4C73-AC6F-EE325998D526");
        assertThat(bench.speak()).isNotNull();
        assertThat(bench.destinations()).containsExactly(65_535);

        bench.state(1, "Ann", "FEE5233F-185F-4C73-AC6F-EE325998D526");
        bench.speak();

        assertThat(bench.destinations()).containsExactly(1);
    }

    @Test
    void shouldTakeSeveralRelayPacketsForMoreThan255Destinations() {
        PeerBench bench = PeerBench.joined();
        bench.state(0, "me", "R1");
        IntStream.rangeClosed(1, 600).forEach(id -> bench.state(id, "p" + id, "R1"));
        bench.openRoom("R1");
        bench.speak();

        List<Packet> relays = bench.takePackets();
        List<Integer> destinations = new ArrayList<>();
        relays.forEach(relay -> destinations.addAll(((ServerRelay) relay).destinations()));

        assertThat(relays)
                .extracting(relay -> ((ServerRelay) relay).destinations().size())
                .containsExactly(255, 255, 90);
        assertThat(relays)
                .extracting(relay -> ((ServerRelay) relay).inner())
                .containsOnly(PeerBench.voice(0, 0, 0, PeerBench.toRoom("R1")).encode());
        assertThat(destinations).isEqualTo(IntStream.rangeClosed(1, 600).boxed().toList());
    }

    @Test
    void shouldKeepEveryDatagramWithin1200Bytes() {
        PeerBench bench = PeerBench.joined();
        IntStream.rangeClosed(1, 200).forEach(id -> bench.state(id, "p" + id, "R1"));
        bench.openRoom("R1");
        bench.peer.sendVoice(bench.nowNanos, ByteString.fromArray(new byte[1024]), bench);

        List<Packet> relays = bench.takePackets();

        assertThat(relays).hasSize(3).allMatch(relay -> relay.encode().length() <= 1200);
        assertThat(relays.stream()
                        .mapToInt(relay -> ((ServerRelay) relay).destinations().size())
                        .sum())
                .isEqualTo(200);
        bench.peer.sendVoice(bench.nowNanos, ByteString.fromArray(new byte[1025]), bench);
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.VOICE_TOO_LONG);
        assertThat(bench.speak().sequence()).as("no counter moved").isEqualTo(1);
    }

    @Test
    void shouldStartCountingAnewInTheNextSessionWithTheChannelsThatAreOpen() {
        PeerBench bench = speakingToAnn();
        int closed = bench.openRoom("R2");
        bench.openPlayer("Ann");
        bench.openRoom("R1");
        bench.speak();
        bench.peer.closeChannel(closed);
        bench.speak();

        bench.receive(new ErrorWrongSession(77));
        assertThat(bench.speak()).isNull();
        bench.receive(HandshakeResponse.withoutLists(SESSION, 0));
        bench.state(5, "Ann", "R1");
        bench.forget();
        VoiceData voice = bench.speak();

        assertThat(voice.sequence()).isZero();
        assertThat(voice.options()).isEqualTo(VoiceOptions.encode(0));
        assertThat(voice.channels()).containsExactly(PeerBench.toPlayer(5), PeerBench.toRoom("R1"));
        assertThat(bench.destinations()).containsExactly(5);
    }

    @Test
    void shouldStaySmallWhenChannelsChangeWithoutEndAndWithoutFrames() {
        PeerBench bench = speakingToAnn();
        for (int i = 0; i < 100_000; i++) {
            bench.peer.closeChannel(bench.openRoom("R1"));
        }

        assertThat(bench.speak().channels()).containsExactly(PeerBench.closingToRoom("R1"));
    }

    private static PeerBench speakingToAnn() {
        PeerBench bench = PeerBench.joined("Ann");
        bench.state(1, "Ann", "R1", "R2");
        bench.forget();
        return bench;
    }

    private static ChannelPriority priorityOf(VoiceData voice) {
        return ChannelBitfield.priority(voice.channels().get(0).bitfield());
    }
}
