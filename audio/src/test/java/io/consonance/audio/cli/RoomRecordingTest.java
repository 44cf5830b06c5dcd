package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.audio.device.WavInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomRecordingTest {

    @TempDir
    private Path folder;

    private final List<String> notices = new ArrayList<>();

    @Test
    void shouldAlignSpeakersWithTheMixAndMakeAllFilesEquallyLong() throws Exception {
        try (RoomRecording recording = new RoomRecording(folder, notices::add)) {
            for (int block = 0; block < 10; block++) {
                long atSample = block * 480L;
                if (block == 2) {
                    recording.onSpeaker("Ann", atSample, filled(11), 480);
                }
                if (block == 5 || block == 7) {
                    recording.onSpeaker("Bob", atSample, filled(22), 480);
                }
                recording.onMix(atSample, filled(block), 480);
            }
        }

        short[] ann = WavInput.readAll(folder.resolve("Ann.wav"));
        short[] bob = WavInput.readAll(folder.resolve("Bob.wav"));
        assertThat(WavInput.readAll(folder.resolve("mix.wav"))).hasSize(4_800).endsWith(9);
        assertThat(ann).hasSize(4_800);
        assertThat(bob).hasSize(4_800);
        assertThat(ann[2 * 480 - 1]).isZero();
        assertThat(ann[2 * 480]).isEqualTo((short) 11);
        assertThat(ann[3 * 480]).isZero();
        assertThat(bob[5 * 480]).isEqualTo((short) 22);
        assertThat(bob[6 * 480]).isZero();
        assertThat(bob[8 * 480 - 1]).isEqualTo((short) 22);
    }

    @Test
    void shouldKeepNamesApartThatMakeTheSameFileAndInsideTheFolder() throws Exception {
        try (RoomRecording recording = new RoomRecording(folder, notices::add)) {
            for (String player : List.of("a/b", "a:b", "mix", "..")) {
                recording.onSpeaker(player, 0, filled(1), 480);
            }
            recording.onMix(0, filled(1), 480);
        }

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("mix.wav", "a_b.wav", "a_b-2.wav", "mix-2.wav", "_...wav");
    }

    @Test
    void shouldNotReplaceARecording() throws Exception {
        try (RoomRecording recording = new RoomRecording(folder, notices::add)) {
            recording.onMix(0, filled(1), 480);
        }

        assertThatThrownBy(() -> new RoomRecording(folder, notices::add)).hasMessageContaining("already");
    }

    @Test
    void shouldRefuseAFolderThatSomebodyRecordsTo() throws Exception {
        try (RoomRecording first = new RoomRecording(folder, notices::add)) {
            first.onMix(0, filled(7), 480);

            assertThatThrownBy(() -> new RoomRecording(folder, notices::add))
                    .hasMessageContaining(folder.resolve("mix.wav.part") + " is there already");
        }

        assertThat(WavInput.readAll(folder.resolve("mix.wav"))).hasSize(480).endsWith(7);
    }

    @Test
    void shouldKeepFilesThatAreThereAlready() throws Exception {
        Files.writeString(folder.resolve("Ann.wav"), "mine");
        try (RoomRecording recording = new RoomRecording(folder, notices::add)) {
            recording.onSpeaker("Ann", 0, filled(1), 480);
            recording.onMix(0, filled(1), 480);
        }

        assertThat(folder.resolve("Ann.wav")).hasContent("mine");
        assertThat(folder.resolve("Ann-2.wav")).exists();
    }

    private static short[] filled(int value) {
        short[] block = new short[480];
        Arrays.fill(block, (short) value);
        return block;
    }
}
