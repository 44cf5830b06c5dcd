package io.consonance.audio.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A sound file of any rate, width and number of channels that Java Sound reads. Reads as fast as it is asked to. One owner. */
public final class WavInput implements SoundInput {

    private final Path file;
    private final AudioInputStream stream;
    private byte[] bytes = new byte[SoundFormat.BLOCK_SAMPLES * SoundFormat.SAMPLE_BYTES];

    private WavInput(Path file, AudioInputStream stream) {
        this.file = file;
        this.stream = stream;
    }

    /**
     * Opens a file.
     *
     * @throws SoundUnavailableException if there is none, or if it is no sound file
     */
    public static WavInput open(Path file) throws SoundUnavailableException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new SoundUnavailableException(file + ": no such file, or not readable");
        }
        try {
            return new WavInput(file, converted(AudioSystem.getAudioInputStream(file.toFile())));
        } catch (UnsupportedAudioFileException | IllegalArgumentException e) {
            throw new SoundUnavailableException(file + ": not a WAV file with PCM samples", e);
        } catch (IOException e) {
            throw new SoundUnavailableException(file + ": " + e.getMessage(), e);
        }
    }

    /** All samples of a file. */
    public static short[] readAll(Path file) throws SoundUnavailableException {
        try (WavInput input = open(file)) {
            // how long it says it is proves nothing: it may have been cut short
            short[] all = new short[SoundFormat.SAMPLE_RATE_HZ];
            short[] block = new short[SoundFormat.BLOCK_SAMPLES];
            int length = 0;
            for (int read = input.read(block); read > 0; read = input.read(block)) {
                if (length + read > all.length) {
                    all = Arrays.copyOf(all, 2 * all.length);
                }
                System.arraycopy(block, 0, all, length, read);
                length += read;
            }
            return Arrays.copyOf(all, length);
        }
    }

    @Override
    public int read(short[] pcm) throws SoundUnavailableException {
        int wanted = pcm.length * SoundFormat.SAMPLE_BYTES;
        if (bytes.length < wanted) {
            bytes = new byte[wanted];
        }
        try {
            int samples = stream.readNBytes(bytes, 0, wanted) / SoundFormat.SAMPLE_BYTES;
            SoundFormat.toSamples(bytes, samples, pcm);
            Arrays.fill(pcm, samples, pcm.length, (short) 0);
            return samples;
        } catch (IOException e) {
            throw new SoundUnavailableException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // nothing was written: there is nothing to lose
            return;
        }
    }

    private static AudioInputStream converted(AudioInputStream stream) {
        if (stream.getFormat().matches(SoundFormat.PCM)) {
            return stream;
        }
        // Java Sound's converter interpolates linearly unless it is told to do better
        AudioFormat careful = new AudioFormat(
                AudioFormat.Encoding.PCM_SIGNED,
                SoundFormat.SAMPLE_RATE_HZ,
                16,
                1,
                SoundFormat.SAMPLE_BYTES,
                SoundFormat.SAMPLE_RATE_HZ,
                false,
                Map.of("interpolation", "sinc"));
        return AudioSystem.getAudioInputStream(careful, stream);
    }
}
