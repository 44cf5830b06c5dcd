package io.consonance.simulator.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameDecoder;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClipLibraryTest {

    private static final EncoderSettings SETTINGS = EncoderSettings.of(960, 24_000);

    @Test
    void shouldHaveTheSizesOfSpeechAtItsBitrate() {
        ClipLibrary clips = ClipLibrary.encode(4, 100, SETTINGS, new RandomStreams(1));
        Set<Integer> sizes = new HashSet<>();
        for (int sequence = 0; sequence < 100; sequence++) {
            sizes.add(clips.packet(0, sequence).length);
        }

        // 24 kbit/s is 60 bytes per 20 ms, and speech at variable bitrate never stays there
        assertThat(clips.meanBytes()).isBetween(40.0, 80.0);
        assertThat(sizes).hasSizeGreaterThan(15);
    }

    @Test
    void shouldDecodeToSomethingAudible() {
        ClipLibrary clips = ClipLibrary.encode(3, 50, SETTINGS, new RandomStreams(1));
        FrameDecoder decoder = new FrameDecoder(960);
        short[] frame = new short[960];
        double energy = 0;
        for (int sequence = 0; sequence < 50; sequence++) {
            byte[] packet = clips.packet(1, sequence);
            assertThat(decoder.decode(packet, 0, packet.length, frame)).isTrue();
            for (short sample : frame) {
                energy += (double) sample * sample;
            }
        }
        assertThat(Math.sqrt(energy / 50 / 960)).isBetween(300.0, 10_000.0);
    }

    @Test
    void shouldEncodeTheSamePacketsFromTheSameSeed() {
        ClipLibrary once = ClipLibrary.encode(3, 20, SETTINGS, new RandomStreams(1));
        ClipLibrary again = ClipLibrary.encode(2, 20, SETTINGS, new RandomStreams(1));
        ClipLibrary other = ClipLibrary.encode(2, 20, SETTINGS, new RandomStreams(2));

        for (int sequence = 0; sequence < 20; sequence++) {
            assertThat(again.packet(1, sequence)).isEqualTo(once.packet(1, sequence));
        }
        assertThat(other.packet(1, 10)).isNotEqualTo(once.packet(1, 10));
    }

    @Test
    void shouldStartSpeakersOfOneClipAtDifferentPlaces() {
        ClipLibrary clips = ClipLibrary.encode(2, 40, SETTINGS, new RandomStreams(1));

        assertThat(clips.packet(0, 31)).isSameAs(clips.packet(2, 0));
        assertThat(clips.packet(1, 0)).isSameAs(clips.packet(1, 40));
    }
}
