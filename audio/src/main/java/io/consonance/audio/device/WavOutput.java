package io.consonance.audio.device;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * A WAV file. Its length stands before its samples, so they are kept in {@code FILE.part} until {@link #close}. Writes as
 * fast as it is asked to. One owner.
 */
public final class WavOutput implements SoundOutput {

    private final Path file;
    private final Path part;
    private final OutputStream samples;
    private final byte[] bytes = new byte[SoundFormat.BLOCK_SAMPLES * SoundFormat.SAMPLE_BYTES];
    private final short[] block = new short[SoundFormat.BLOCK_SAMPLES];
    private long written;
    private boolean closed;

    private WavOutput(Path file, Path part, OutputStream samples) {
        this.file = file;
        this.part = part;
        this.samples = samples;
    }

    /**
     * Begins a file that is not there yet.
     *
     * @throws SoundUnavailableException if it is there, if somebody writes it already, or if it cannot be written
     */
    public static WavOutput create(Path file) throws SoundUnavailableException {
        if (Files.isDirectory(file)) {
            throw new SoundUnavailableException(file + " is a folder");
        }
        if (Files.exists(file)) {
            throw new SoundUnavailableException(file + " is there already; remove it or use another file");
        }
        Path part = partOf(file);
        try {
            OutputStream samples = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new WavOutput(file, part, new BufferedOutputStream(samples));
        } catch (FileAlreadyExistsException e) {
            throw new SoundUnavailableException(
                    part + " is there already: somebody writes " + file
                            + ", or was cut short; remove it or use another file",
                    e);
        } catch (IOException e) {
            throw new SoundUnavailableException(file + ": cannot be written", e);
        }
    }

    /** Whether there is such a file, or one of that name is being written. */
    public static boolean isTaken(Path file) {
        return Files.exists(file) || Files.exists(partOf(file));
    }

    private static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Samples so far. */
    public synchronized long samplesWritten() {
        return written;
    }

    @Override
    public synchronized void write(short[] pcm, int length) throws SoundUnavailableException {
        if (closed) {
            throw new SoundUnavailableException(file + " is complete");
        }
        try {
            for (int from = 0; from < length; from += block.length) {
                int count = Math.min(block.length, length - from);
                System.arraycopy(pcm, from, block, 0, count);
                SoundFormat.toBytes(block, count, bytes);
                samples.write(bytes, 0, count * SoundFormat.SAMPLE_BYTES);
            }
            written += length;
        } catch (IOException e) {
            throw new SoundUnavailableException(file + ": " + e.getMessage(), e);
        }
    }

    /** Appends silence until the file is that long. */
    public synchronized void padTo(long length) throws SoundUnavailableException {
        short[] silence = new short[SoundFormat.BLOCK_SAMPLES];
        while (written < length) {
            write(silence, (int) Math.min(silence.length, length - written));
        }
    }

    /** Completes the file; of one without a sample nothing is left. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            samples.close();
            if (written == 0) {
                Files.delete(part);
                return;
            }
            try (AudioInputStream stream = new AudioInputStream(
                    new BufferedInputStream(Files.newInputStream(part)), SoundFormat.PCM, written)) {
                AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
            }
            Files.delete(part);
        } catch (IOException e) {
            throw new IllegalStateException(file + " is incomplete; its samples are in " + part, e);
        }
    }
}
