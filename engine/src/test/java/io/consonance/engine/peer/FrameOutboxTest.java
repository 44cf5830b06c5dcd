package io.consonance.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.VoiceData;
import org.junit.jupiter.api.Test;

class FrameOutboxTest {

    @Test
    void shouldSendRoomChangesFirstThenTextThenVoice() {
        PeerBench bench = PeerBench.joined("Ann", "Ben");
        bench.receiveDirect(70, new HandshakeP2P(PeerBench.SESSION, 2));
        bench.state(1, "Ann", "R1");
        bench.state(2, "Ben", "R1");
        bench.openRoom("R1");
        bench.forget();
        FrameOutbox frame = new FrameOutbox(bench);

        bench.peer.sendVoice(bench.nowNanos, PeerBench.AUDIO, frame);
        bench.peer.sendTextToRoom(bench.nowNanos, "R1", "hi", frame);
        bench.peer.joinRoom(bench.nowNanos, "R2", frame);
        bench.peer.leaveRoom(bench.nowNanos, "R2", frame);
        bench.receive(PeerBench.voice(1, 0, 0, PeerBench.toPlayer(0)));

        assertThat(bench.sent).isEmpty();
        assertThat(bench.events).as("at once").hasSize(2);
        frame.flush();
        frame.flush();
        assertThat(bench.sent).hasSize(4);
        assertThat(bench.sent.subList(0, 2))
                .extracting(sent -> sent.packet().type().code())
                .containsExactly(9, 9);
        assertThat(PeerBench.decode(((ServerRelay) bench.sent.get(2).packet()).inner()))
                .isInstanceOf(TextData.class);
        assertThat(PeerBench.decode(((ServerRelay) bench.sent.get(3).packet()).inner()))
                .isInstanceOf(VoiceData.class);
        assertThat(bench.sentDirect).extracting(PeerBench.SentDirect::reliable).containsExactly(true, false);
    }
}
