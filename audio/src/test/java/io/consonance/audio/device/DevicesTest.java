package io.consonance.audio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {

    private static final List<String> NAMES = List.of("default [default]", "USB Headset [plughw:1,0]", "USB Camera");

    @TempDir
    private Path folder;

    @Test
    void shouldReadBackEverySampleItWrote() throws Exception {
        Path file = folder.resolve("a.wav");
        short[] samples = new short[1_234];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i * 7_919);
        }
        try (WavOutput output = WavOutput.create(file)) {
            output.write(samples, samples.length);
        }

        assertThat(WavInput.readAll(file)).isEqualTo(samples);
        assertThat(folder.resolve("a.wav.part")).doesNotExist();
    }

    /** Players that are told of no end play until there is nothing more. */
    @Test
    void shouldBePlayableAlthoughItWasNeverCompleted() throws Exception {
        Path cutShort = folder.resolve("cut.wav");
        try (WavOutput output = WavOutput.create(folder.resolve("a.wav"))) {
            output.write(new short[] {1, 2, 3}, 3);
            Files.copy(folder.resolve("a.wav.part"), cutShort);
        }

        assertThat(WavInput.readAll(cutShort)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldCompleteWithoutCopyingWhatItWrote() throws Exception {
        Path file = folder.resolve("a.wav");
        Object before;
        try (WavOutput output = WavOutput.create(file)) {
            output.write(new short[] {1, 2, 3}, 3);
            before = identity(folder.resolve("a.wav.part"));
        }

        assertThat(identity(file)).isEqualTo(before);
    }

    @Test
    void shouldSayThatAFileIsNotCompleteAsOftenAsItIsAsked() throws Exception {
        Path file = folder.resolve("a.wav");
        WavOutput output = WavOutput.create(file);
        output.write(new short[] {1, 2, 3}, 3);
        Files.writeString(file, "mine");
        output.close();

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(output::complete)
                    .isInstanceOf(SoundUnavailableException.class)
                    .hasMessage(
                            "%s is incomplete (a file of that name came up); its samples are in %s.part", file, file);
        }
        assertThat(file).hasContent("mine");
        assertThat(WavInput.readAll(Files.move(folder.resolve("a.wav.part"), folder.resolve("b.wav"))))
                .containsExactly(1, 2, 3);
    }

    @Test
    void shouldNotBeCompleteWhenMoreCameAfterItWasClosed() throws Exception {
        Path file = folder.resolve("a.wav");
        WavOutput output = WavOutput.create(file);
        output.write(new short[] {1, 2, 3}, 3);
        output.close();
        String late = file + " is closed already: what came later is not in it";

        assertThatThrownBy(() -> output.write(new short[1], 1)).hasMessage(late);
        assertThatThrownBy(output::complete).hasMessage(late);
        assertThat(WavInput.readAll(file)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldPadToALengthWithSilence() throws Exception {
        Path file = folder.resolve("a.wav");
        try (WavOutput output = WavOutput.create(file)) {
            output.write(new short[] {1, 2, 3}, 3);
            output.padTo(1_000);
        }

        assertThat(WavInput.readAll(file)).hasSize(1_000).startsWith(1, 2, 3).endsWith(0, 0);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNotWriteTheSilenceItPadsWith() throws Exception {
        Path file = folder.resolve("a.wav");
        try (WavOutput output = WavOutput.create(file)) {
            output.padTo(600L * SoundFormat.SAMPLE_RATE_HZ);
            output.write(new short[] {1, 2, 3}, 3);
            output.padTo(1_200L * SoundFormat.SAMPLE_RATE_HZ);
        }

        assertThat(Files.size(file)).isEqualTo(44 + 2 * 1_200L * SoundFormat.SAMPLE_RATE_HZ);
        assertThat(bytesOnDisk(file)).isLessThan(1 << 20);
        try (WavInput input = WavInput.open(file)) {
            short[] second = new short[SoundFormat.SAMPLE_RATE_HZ];
            for (int i = 0; i < 600; i++) {
                input.read(second);
            }
            input.read(second);
            assertThat(second).startsWith(1, 2, 3, 0);
        }
    }

    @Test
    void shouldHoldTwelveHoursAndAHalfAlmostAndThenSayThatItIsFull() throws Exception {
        Path file = folder.resolve("a.wav");
        WavOutput output = WavOutput.create(file);
        output.padTo(WavOutput.MAX_SAMPLES - 3);
        output.write(new short[] {1, 2, 3}, 3);

        String full = file + " is full: a WAV file holds 12 h 25 min and no more";
        assertThatThrownBy(() -> output.write(new short[1], 1)).hasMessage(full);
        assertThatThrownBy(output::complete).hasMessage(full);
        assertThat(Files.size(file)).isEqualTo(44 + 2 * WavOutput.MAX_SAMPLES);
        try (AudioInputStream stream = AudioSystem.getAudioInputStream(file.toFile())) {
            assertThat(stream.getFrameLength()).isEqualTo(WavOutput.MAX_SAMPLES);
        }
    }

    @Test
    void shouldLeaveNoFileWithoutASample() throws Exception {
        WavOutput.create(folder.resolve("a.wav")).close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldConvertEightKilohertzStereoToFortyEightMono() throws Exception {
        Path file = folder.resolve("b.wav");
        byte[] stereo = new byte[8_000 * 4];
        for (int i = 0; i < 8_000; i++) {
            short sample = (short) (10_000 * Math.sin(2 * Math.PI * 400 * i / 8_000));
            for (int channel = 0; channel < 2; channel++) {
                stereo[4 * i + 2 * channel] = (byte) sample;
                stereo[4 * i + 2 * channel + 1] = (byte) (sample >> 8);
            }
        }
        AudioInputStream stream = new AudioInputStream(
                new ByteArrayInputStream(stereo), new AudioFormat(8_000, 16, 2, true, false), 8_000);
        AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());

        short[] read = WavInput.readAll(file);

        assertThat(read.length).isBetween(47_500, 48_500);
        int crossings = 0;
        for (int i = 1_000; i < 47_000; i++) {
            crossings += read[i - 1] < 0 && read[i] >= 0 ? 1 : 0;
        }
        assertThat(crossings).isBetween(382, 385);
    }

    private static long bytesOnDisk(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
        return 512
                * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    /** What stays the same when a file is renamed, and not when it is copied. */
    private static Object identity(Path file) throws Exception {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Test
    void shouldSayWhichFileIsMissingOrNoSound() throws Exception {
        Path text = Files.writeString(folder.resolve("c.wav"), "not a sound at all, whatever its name says");

        assertThatThrownBy(() -> WavInput.open(folder.resolve("none.wav"))).hasMessageContaining("none.wav: no such");
        assertThatThrownBy(() -> WavInput.open(text)).hasMessageContaining("c.wav: not a WAV file");
        assertThatThrownBy(() -> WavOutput.create(folder)).hasMessageContaining("is a folder");
    }

    @Test
    void shouldGiveSilenceAfterTheEndOfASource() {
        SampleInput input = SampleInput.of(new short[] {5, 6});
        short[] block = {1, 1, 1};

        assertThat(input.read(block)).isEqualTo(2);
        assertThat(block).containsExactly(5, 6, 0);
        assertThat(input.read(block)).isZero();
        assertThat(block).containsOnly(0);
    }

    @Test
    void shouldSoundATonePeriodAfterPeriodWithoutAJump() {
        SampleInput tone = SampleInput.tone(1_000, 0.5);
        short[] two = new short[2 * SoundFormat.SAMPLE_RATE_HZ];

        assertThat(tone.read(two)).isEqualTo(two.length);
        for (int i = 48; i < two.length; i++) {
            assertThat(two[i]).isEqualTo(two[i - 48]);
        }
    }

    @Test
    void shouldChooseADeviceByItsNameOrTheOnlyOneWithThatPart() throws Exception {
        assertThat(JavaSound.choose("microphone", "usb camera", NAMES)).isEqualTo(2);
        assertThat(JavaSound.choose("microphone", "headset", NAMES)).isEqualTo(1);
    }

    @Test
    void shouldNameTheDevicesThereAreWhenTheNameFitsNoneOrSeveral() {
        assertThatThrownBy(() -> JavaSound.choose("microphone", "Studio", NAMES))
                .hasMessage("no microphone is called \"Studio\"; there are \"default [default]\", "
                        + "\"USB Headset [plughw:1,0]\", \"USB Camera\"");
        assertThatThrownBy(() -> JavaSound.choose("speaker", "usb", NAMES))
                .hasMessageStartingWith("more than one speaker is called \"usb\"");
        assertThatThrownBy(() -> JavaSound.choose("speaker", "usb", List.of()))
                .hasMessage("no speaker is called \"usb\"; there is none");
    }

    @Test
    void shouldWaitForEachBlockAndNotCatchUpAfterALongPause() {
        AtomicLong nanos = new AtomicLong(1_000);
        Metronome metronome = new Metronome(nanos::get, nanos::addAndGet);

        metronome.await(480);
        metronome.await(480);
        assertThat(nanos).hasValue(20_001_000);

        nanos.addAndGet(5_000_000_000L);
        metronome.await(480);
        metronome.await(480);
        assertThat(nanos).hasValue(5_030_001_000L);
    }
}
