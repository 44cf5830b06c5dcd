package io.consonance.audio.capture;

import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.VoiceEncoder;
import java.util.Arrays;

/**
 * Takes microphone samples in pieces of any size and gives encoded frames while the gate is open.
 *
 * <p>A speech starts with what came before the gate opened, which holds the beginning of the first word: as much as makes a
 * whole frame with the block that opened it, so that the first frame is no later than the others. It ends with one more
 * frame after {@link CaptureSink#closing}. The encoder keeps its history from speech to speech, as Dissonance's does.
 * Not thread-safe; one owner; nothing is allocated per frame outside the encoder.
 */
public final class Capture {

    private static final long BLOCK_NANOS = 10_000_000;
    private static final int BLOCK = Processing.BLOCK_SAMPLES;

    private final VoiceEncoder encoder;
    private final Processing processing;
    private final CaptureSettings settings;
    private final VoiceActivity activity = new VoiceActivity();
    private final int hangoverBlocks;
    private final short[] block = new short[BLOCK];
    private final short[] lookBack;
    private final short[] pending;
    private final byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
    private int blockFilled;
    private int pendingFilled;
    private int blocksToHang;
    private boolean talking;
    private boolean muted;
    private boolean open;
    private float level;

    /** With the gate closed. */
    public Capture(VoiceEncoder encoder, Processing processing, CaptureSettings settings) {
        this.encoder = encoder;
        this.processing = processing;
        this.settings = settings;
        hangoverBlocks = (int) (settings.hangover().toNanos() / BLOCK_NANOS);
        lookBack = new short[Math.max(BLOCK, (encoder.frameSamples() / BLOCK - 1) * BLOCK)];
        pending = new short[encoder.frameSamples() + lookBack.length + BLOCK];
    }

    /** Push-to-talk: whether the key is down. */
    public void setTalking(boolean talking) {
        this.talking = talking;
    }

    /** While muted nothing is sent; an open speech is closed properly with the next block. */
    public void setMuted(boolean muted) {
        this.muted = muted;
    }

    /** Whether speech is being sent. */
    public boolean isOpen() {
        return open;
    }

    /** The loudness of the last block: root mean square, 0..32768. */
    public float level() {
        return level;
    }

    /** What receivers miss of what we send, 0 to 100. */
    public void setExpectedLossPercent(int percent) {
        encoder.setExpectedLossPercent(percent);
    }

    /** Takes {@code pcm[offset, offset + samples)}: 48 kHz, as the microphone gave it. */
    public void captured(short[] pcm, int offset, int samples, CaptureSink sink) {
        int taken = 0;
        while (taken < samples) {
            int count = Math.min(samples - taken, BLOCK - blockFilled);
            System.arraycopy(pcm, offset + taken, block, blockFilled, count);
            taken += count;
            blockFilled += count;
            if (blockFilled == BLOCK) {
                blockFilled = 0;
                handleBlock(sink);
            }
        }
    }

    /** The microphone is gone, or we leave: an open speech is closed with a frame of what there is. */
    public void end(CaptureSink sink) {
        if (open) {
            close(sink);
        }
        blockFilled = 0;
    }

    private void handleBlock(CaptureSink sink) {
        Processing.Activity opinion = processing.process(block);
        measure();
        boolean wanted = wantsOpen(opinion) && !muted;
        if (wanted && !open) {
            open(sink);
        }
        if (open) {
            append(block, BLOCK);
            if (!wanted) {
                sendWholeFrames(sink, encoder.frameSamples());
                close(sink);
            } else {
                sendWholeFrames(sink, 0);
            }
        }
        System.arraycopy(lookBack, BLOCK, lookBack, 0, lookBack.length - BLOCK);
        System.arraycopy(block, 0, lookBack, lookBack.length - BLOCK, BLOCK);
        if (muted) {
            Arrays.fill(lookBack, (short) 0);
        }
    }

    private boolean wantsOpen(Processing.Activity opinion) {
        boolean own = activity.hears(block, BLOCK);
        boolean speech = opinion == Processing.Activity.UNKNOWN ? own : opinion == Processing.Activity.SPEECH;
        blocksToHang = speech ? hangoverBlocks + 1 : Math.max(0, blocksToHang - 1);
        return switch (settings.gate()) {
            case OPEN -> true;
            case PUSH_TO_TALK -> talking;
            case VOICE_ACTIVITY -> blocksToHang > 0;
        };
    }

    private void open(CaptureSink sink) {
        open = true;
        pendingFilled = 0;
        // a key goes down before one speaks; only a detector is late
        if (settings.gate() == CaptureSettings.Gate.VOICE_ACTIVITY) {
            append(lookBack, lookBack.length);
        }
        sink.opened();
    }

    /** What is left fills the one frame that carries the closing of the channels. */
    private void close(CaptureSink sink) {
        open = false;
        sink.closing();
        Arrays.fill(pending, pendingFilled, encoder.frameSamples(), (short) 0);
        int faded = Math.min(pendingFilled, BLOCK);
        for (int i = 0; i < faded; i++) {
            int at = pendingFilled - faded + i;
            pending[at] = (short) (pending[at] * (faded - 1 - i) / faded);
        }
        sink.frame(packet, encoder.encode(pending, 0, packet));
        pendingFilled = 0;
    }

    private void append(short[] pcm, int samples) {
        System.arraycopy(pcm, 0, pending, pendingFilled, samples);
        pendingFilled += samples;
    }

    private void sendWholeFrames(CaptureSink sink, int keep) {
        int frame = encoder.frameSamples();
        while (pendingFilled >= frame && pendingFilled > keep) {
            sink.frame(packet, encoder.encode(pending, 0, packet));
            pendingFilled -= frame;
            System.arraycopy(pending, frame, pending, 0, pendingFilled);
        }
    }

    private void measure() {
        double sum = 0;
        for (short sample : block) {
            sum += (double) sample * sample;
        }
        level = (float) Math.sqrt(sum / BLOCK);
    }
}
