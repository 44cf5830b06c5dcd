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
    void shouldRecordWhoeverHasANameThatIsNoFile() throws Exception {
        String endless = "x".repeat(300);
        List<String> players = List.of(
                "Zo\u00EB",
                "\u0410\u043D\u043D\u0430",
                "\uD83D\uDE00",
                "\0",
                "a\nb",
                "\uD800",
                "-rf",
                "nul",
                endless,
                endless + "y",
                "",
                "ANN",
                "Ann");
        try (RoomRecording recording = new RoomRecording(folder, notices::add)) {
            for (String player : players) {
                recording.onSpeaker(player, 0, filled(1), 480);
            }
            recording.onMix(0, filled(1), 480);
            assertThat(recording.failed()).isFalse();
        }

        String sixty = "x".repeat(60);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "mix.wav",
                        "Zoe.wav",
                        "____.wav",
                        "_.wav",
                        "_-2.wav",
                        "a_b.wav",
                        "_-3.wav",
                        "_-rf.wav",
                        "_nul.wav",
                        sixty + ".wav",
                        sixty + "-2.wav",
                        "_-4.wav",
                        "ANN.wav",
                        "Ann-2.wav");
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

    @Test
    void shouldCompleteTheOtherFilesWhenOneCannotBe() throws Exception {
        RoomRecording recording = new RoomRecording(folder, notices::add);
        for (String player : List.of("Ann", "Bob", "Cyd")) {
            recording.onSpeaker(player, 0, filled(1), 480);
        }
        recording.onMix(0, filled(1), 480);
        Files.writeString(folder.resolve("Bob.wav"), "mine");

        recording.close();

        assertThat(recording.failed()).isTrue();
        assertThat(notices)
                .last()
                .asString()
                .startsWith(folder.resolve("Bob.wav") + " is incomplete")
                .endsWith("its samples are in " + folder.resolve("Bob.wav.part"));
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("mix.wav", "Ann.wav", "Bob.wav", "Bob.wav.part", "Cyd.wav");
        assertThat(WavInput.readAll(folder.resolve("Cyd.wav"))).hasSize(480);
    }

    @Test
    void shouldRecordTheOthersWhenOneSpeakerFails() throws Exception {
        RoomRecording recording = new RoomRecording(folder, notices::add);
        short[] tooShort = new short[10];
        for (int block = 0; block < 3; block++) {
            recording.onSpeaker("Ann", block * 480L, block == 1 ? tooShort : filled(11), 480);
            recording.onSpeaker("Bob", block * 480L, filled(22), 480);
            recording.onMix(block * 480L, filled(33), 480);
        }
        assertThat(recording.isOver()).isFalse();
        recording.close();

        assertThat(recording.failed()).isTrue();
        assertThat(notices)
                .filteredOn(notice -> notice.startsWith("Ann is recorded no more: "))
                .hasSize(1);
        assertThat(WavInput.readAll(folder.resolve("Ann.wav"))).hasSize(3 * 480).startsWith(11);
        assertThat(WavInput.readAll(folder.resolve("Bob.wav"))).hasSize(3 * 480).endsWith(22);
        assertThat(WavInput.readAll(folder.resolve("mix.wav"))).hasSize(3 * 480).endsWith(33);
    }

    @Test
    void shouldEndWhenTheMixFails() throws Exception {
        RoomRecording recording = new RoomRecording(folder, notices::add);
        recording.onSpeaker("Ann", 0, filled(11), 480);
        recording.onMix(0, filled(11), 480);
        recording.onMix(480, new short[10], 480);
        recording.onSpeaker("Ann", 480, filled(11), 480);

        assertThat(recording.isOver()).isTrue();
        recording.close();

        assertThat(notices).last().asString().endsWith("; the recording ends here");
        assertThat(WavInput.readAll(folder.resolve("Ann.wav"))).hasSize(480);
    }

    private static short[] filled(int value) {
        short[] block = new short[480];
        Arrays.fill(block, (short) value);
        return block;
    }
}
