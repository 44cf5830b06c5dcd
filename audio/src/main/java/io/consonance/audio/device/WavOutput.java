package io.consonance.audio.device;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A WAV file, called {@code FILE.part} until it is complete. Its lengths stand before its samples: while it is written they say
 * that there is no end, and completing it is to put them right and to rename it, however long it is. Writes as fast as it is
 * asked to. One owner.
 */
public final class WavOutput implements SoundOutput {

    private static final int HEADER_BYTES = 44;
    private static final int BYTES_BEFORE_RIFF_LENGTH = 8;
    private static final long MAX_LENGTH = 0xFFFF_FFFFL;

    /** What lengths of 32 bits have room for, in whole blocks. */
    static final long MAX_SAMPLES = (MAX_LENGTH - (HEADER_BYTES - BYTES_BEFORE_RIFF_LENGTH))
            / SoundFormat.SAMPLE_BYTES
            / SoundFormat.BLOCK_SAMPLES
            * SoundFormat.BLOCK_SAMPLES;

    private final Path file;
    private final Path part;
    /** Not a channel: those are closed when a thread that writes is interrupted. */
    private final RandomAccessFile bytes;

    private final byte[] blockBytes = new byte[SoundFormat.BLOCK_SAMPLES * SoundFormat.SAMPLE_BYTES];
    private final short[] block = new short[SoundFormat.BLOCK_SAMPLES];
    private long written;
    private boolean closed;
    private SoundUnavailableException failure;

    private WavOutput(Path file, Path part) throws IOException {
        this.file = file;
        this.part = part;
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)
                .close();
        bytes = new RandomAccessFile(part.toFile(), "rw");
        try {
            writeHeader(MAX_LENGTH, MAX_LENGTH);
        } catch (IOException e) {
            bytes.close();
            Files.delete(part);
            throw e;
        }
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
            return new WavOutput(file, part);
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

    /**
     * Appends samples.
     *
     * @throws SoundUnavailableException if the file is complete, cannot be written, or would have more than 12 hours and 25
     *     minutes, which is all that a WAV file holds
     */
    @Override
    public synchronized void write(short[] pcm, int length) throws SoundUnavailableException {
        requireRoom(length);
        try {
            for (int from = 0; from < length; from += block.length) {
                int count = Math.min(block.length, length - from);
                System.arraycopy(pcm, from, block, 0, count);
                SoundFormat.toBytes(block, count, blockBytes);
                bytes.write(blockBytes, 0, count * SoundFormat.SAMPLE_BYTES);
            }
            written += length;
        } catch (IOException e) {
            throw failed(file + ": " + e.getMessage(), e);
        }
    }

    /** Appends silence until the file is that long, without writing it where the file system can do without. */
    public synchronized void padTo(long length) throws SoundUnavailableException {
        if (length <= written) {
            return;
        }
        requireRoom(length - written);
        try {
            bytes.seek(HEADER_BYTES + length * SoundFormat.SAMPLE_BYTES);
            written = length;
        } catch (IOException e) {
            throw failed(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Completes the file; of one without a sample nothing is left. May be asked again, and fails again.
     *
     * @throws SoundUnavailableException if not everything is in it that it was given
     */
    public synchronized void complete() throws SoundUnavailableException {
        if (!closed) {
            closed = true;
            try {
                putLengthsRight();
                if (written == 0) {
                    Files.delete(part);
                } else {
                    Files.move(part, file);
                }
            } catch (IOException e) {
                String why = e instanceof FileAlreadyExistsException ? "a file of that name came up" : e.getMessage();
                failed(file + " is incomplete (" + why + "); its samples are in " + part, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Completes the file; {@link #complete} says whether all is in it. */
    @Override
    public void close() {
        try {
            complete();
        } catch (SoundUnavailableException e) {
            // kept for whoever asks
            return;
        }
    }

    private void requireRoom(long length) throws SoundUnavailableException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw failed(file + " is closed already: what came later is not in it", null);
        }
        if (written + length > MAX_SAMPLES) {
            long minutes = MAX_SAMPLES / SoundFormat.SAMPLE_RATE_HZ / 60;
            throw failed(
                    file + " is full: a WAV file holds " + minutes / 60 + " h " + minutes % 60 + " min and no more",
                    null);
        }
    }

    private SoundUnavailableException failed(String what, IOException cause) {
        SoundUnavailableException now = new SoundUnavailableException(what, cause);
        failure = failure == null ? now : failure;
        return now;
    }

    private void putLengthsRight() throws IOException {
        try (bytes) {
            long dataBytes = written * SoundFormat.SAMPLE_BYTES;
            bytes.setLength(HEADER_BYTES + dataBytes);
            writeHeader(HEADER_BYTES - BYTES_BEFORE_RIFF_LENGTH + dataBytes, dataBytes);
        }
    }

    private void writeHeader(long riffLength, long dataLength) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(name("RIFF")).putInt((int) riffLength).put(name("WAVE"));
        header.put(name("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        header.putInt(SoundFormat.SAMPLE_RATE_HZ).putInt(SoundFormat.SAMPLE_RATE_HZ * SoundFormat.SAMPLE_BYTES);
        header.putShort((short) SoundFormat.SAMPLE_BYTES).putShort((short) (8 * SoundFormat.SAMPLE_BYTES));
        header.put(name("data")).putInt((int) dataLength);
        bytes.seek(0);
        bytes.write(header.array());
    }

    private static byte[] name(String chunk) {
        return chunk.getBytes(StandardCharsets.US_ASCII);
    }
}
