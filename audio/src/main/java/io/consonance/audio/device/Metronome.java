package io.consonance.audio.device;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps the pace of sound for what has none of its own, such as files. One owner. Who falls behind by more than 100 ms does
 * not catch up.
 */
public final class Metronome {

    private static final long MAX_LAG_NANOS = 100_000_000;

    private final LongSupplier nanoClock;
    private final LongConsumer pause;
    private long originNanos;
    private long samples;
    private boolean running;

    /** By the machine's clock. */
    public static Metronome realTime() {
        return new Metronome(System::nanoTime, LockSupport::parkNanos);
    }

    Metronome(LongSupplier nanoClock, LongConsumer pause) {
        this.nanoClock = nanoClock;
        this.pause = pause;
    }

    /** Waits until that many more samples have sounded since the first call; false if the thread was interrupted meanwhile. */
    public boolean await(int moreSamples) {
        long now = nanoClock.getAsLong();
        if (!running) {
            running = true;
            originNanos = now;
        }
        samples += moreSamples;
        long due = originNanos + SoundFormat.nanos(samples);
        if (now - due > MAX_LAG_NANOS) {
            originNanos += now - due;
        }
        while (due - now > 0) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            pause.accept(due - now);
            now = nanoClock.getAsLong();
        }
        return true;
    }
}
