package io.consonance.audio.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.audio.device.SoundFormat;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.VoiceCodecs;
import io.consonance.audio.playout.MixerSettings;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.wire.ChannelPriority;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class PlaybackTest {

    private static final EncoderSettings CODEC = EncoderSettings.of(960, 24_000);
    private static final int FAR_TOO_MANY = 10_000;

    private final Set<String> heard = new HashSet<>();
    private final Playback playback = new Playback("Bob", MixerSettings.defaults(), new Ears(), notice -> {});

    @Test
    void shouldHearWhoCameWhileNothingWasPlayedForTooLong() {
        ByteString frame = frame();
        boolean room = true;
        for (int sequence = 0; sequence < FAR_TOO_MANY; sequence++) {
            room &= playback.offer(voice("Ann", sequence, frame));
        }
        assertThat(room).isFalse();

        playback.offer(new PeerEvent.PlayerJoined("Cyd", VoiceCodecs.settings(CODEC)));
        playback.offer(new PeerEvent.StartedSpeaking("Cyd"));
        short[] block = new short[SoundFormat.BLOCK_SAMPLES];
        for (int sequence = 0; sequence < 20; sequence++) {
            playback.render(block);
            playback.offer(voice("Cyd", sequence, frame));
            playback.render(block);
        }

        assertThat(heard).containsExactly("Cyd");
    }

    private static ByteString frame() {
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        int bytes = new FrameEncoder(CODEC).encode(TestSounds.speech(1), 24_000, packet);
        return ByteString.fromArray(packet, 0, bytes);
    }

    private static PeerEvent voice(String player, int sequence, ByteString frame) {
        return new PeerEvent.VoiceReceived(player, 1, sequence, frame, 1, ChannelPriority.DEFAULT, false, List.of());
    }

    private final class Ears implements SoundListener {
        @Override
        public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
            heard.add(player);
        }
    }
}
