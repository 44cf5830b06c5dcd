package io.consonance.audio.client;

import io.consonance.audio.device.PacedOutput;
import io.consonance.audio.device.SoundFormat;
import io.consonance.audio.device.SoundOutput;
import io.consonance.audio.device.SoundUnavailableException;
import java.util.function.Consumer;

/**
 * The thread of one output: asks for a block, plays it, and again. Without a device it goes on at the pace of sound, so
 * that whoever listens to the mix misses nothing. {@link #use} and {@link #stop} may be called by any thread.
 */
final class PlaybackLine {

    private final Playback playback;
    private final Consumer<SoundUnavailableException> lost;
    private final Thread thread;
    private volatile SoundOutput next;
    private volatile SoundOutput current = PacedOutput.silent();
    private volatile boolean stopped;
    private volatile long movedNanos = System.nanoTime();

    PlaybackLine(String name, Playback playback, Consumer<SoundUnavailableException> lost) {
        this.playback = playback;
        this.lost = lost;
        thread = new Thread(this::run, "consonance-speaker-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Plays there from the next block on; what comes after the end is closed. */
    void use(SoundOutput output) {
        next = output;
        if (stopped) {
            output.close();
        }
    }

    /** How long the device has taken nothing. */
    long stalledNanos() {
        return System.nanoTime() - movedNanos;
    }

    /** Ends a write that hangs; the device counts as lost. */
    void interruptDevice() {
        current.close();
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(2_000);
        current.close();
        SoundOutput waiting = next;
        if (waiting != null) {
            waiting.close();
        }
    }

    private void run() {
        short[] block = new short[SoundFormat.BLOCK_SAMPLES];
        while (!stopped) {
            SoundOutput replacement = next;
            if (replacement != null) {
                next = null;
                current.close();
                current = replacement;
            }
            playback.render(block);
            try {
                current.write(block, block.length);
            } catch (SoundUnavailableException e) {
                current.close();
                current = PacedOutput.silent();
                if (!stopped) {
                    lost.accept(e);
                }
            }
            movedNanos = System.nanoTime();
        }
    }
}
