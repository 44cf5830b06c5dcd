package io.consonance.audio.client;

import io.consonance.audio.device.Metronome;
import io.consonance.audio.device.SoundFormat;
import io.consonance.audio.device.SoundInput;
import io.consonance.audio.device.SoundUnavailableException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.Done;

/**
 * The thread of one input: says the clips that are waiting, one after the other, and what the microphone hears in between.
 * {@link #use}, {@link #say} and {@link #stop} may be called by any thread.
 */
final class CaptureLine {

    private final Mouth mouth;
    private final Consumer<SoundUnavailableException> lost;
    private final Thread thread;
    private final LinkedBlockingQueue<Clip> clips = new LinkedBlockingQueue<>();
    private final short[] block = new short[SoundFormat.BLOCK_SAMPLES];
    private volatile SoundInput next;
    private volatile SoundInput device;
    private volatile boolean stopped;
    private volatile boolean waitingForDevice;
    private volatile long movedNanos = System.nanoTime();

    CaptureLine(String name, Mouth mouth, Consumer<SoundUnavailableException> lost) {
        this.mouth = mouth;
        this.lost = lost;
        thread = new Thread(this::run, "consonance-microphone-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void say(Clip clip) {
        clips.add(clip);
        if (stopped) {
            dropClips();
        }
    }

    /** Listens there from the next block on; what comes after the end is closed. */
    void use(SoundInput input) {
        next = input;
        if (stopped) {
            input.close();
        }
    }

    /** How long the device has given nothing; 0 while nothing is expected of it. */
    long stalledNanos() {
        return waitingForDevice ? System.nanoTime() - movedNanos : 0;
    }

    /** Ends a read that hangs; the device counts as lost. */
    void interruptDevice() {
        SoundInput hanging = device;
        if (hanging != null) {
            hanging.close();
        }
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(2_000);
        for (SoundInput input : new SoundInput[] {device, next}) {
            if (input != null) {
                input.close();
            }
        }
        dropClips();
    }

    private void run() {
        try {
            while (!stopped) {
                takeOverDevice();
                Clip clip = device == null ? clips.poll(100, TimeUnit.MILLISECONDS) : clips.poll();
                if (clip != null) {
                    say(clip, Metronome.realTime());
                } else if (device != null) {
                    listen();
                }
            }
        } catch (InterruptedException e) {
            // only stop() interrupts
            Thread.currentThread().interrupt();
        } finally {
            mouth.finish();
        }
    }

    private void takeOverDevice() {
        SoundInput replacement = next;
        if (replacement != null) {
            next = null;
            interruptDevice();
            device = replacement;
        }
    }

    private void listen() {
        movedNanos = System.nanoTime();
        waitingForDevice = true;
        try {
            if (device.read(block) == 0) {
                loseDevice();
                mouth.finish();
            } else {
                mouth.hear(block);
            }
        } catch (SoundUnavailableException e) {
            loseDevice();
            mouth.finish();
            if (!stopped) {
                lost.accept(e);
            }
        } finally {
            waitingForDevice = false;
        }
    }

    private void loseDevice() {
        device.close();
        device = null;
    }

    private void say(Clip clip, Metronome metronome) {
        try (SoundInput sound = clip.sound()) {
            while (!stopped && sound.read(block) > 0 && metronome.await(block.length)) {
                mouth.speak(block);
            }
            mouth.finish();
            clip.said().complete(Done.done());
        } catch (SoundUnavailableException e) {
            mouth.finish();
            clip.said().completeExceptionally(e);
        }
    }

    private void dropClips() {
        for (Clip clip = clips.poll(); clip != null; clip = clips.poll()) {
            clip.sound().close();
            clip.said().cancel(false);
        }
    }
}
