package io.consonance.simulator.live;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Lets the peers say a plan in real time, and come and go on the way. One owner, one use. */
final class PacedTalk {

    private static final long STEP_NANOS = 1_000_000;

    private final SpeechSchedule speech;
    private final ChurnRun churn;
    private final CrewRoom crews;
    private final FrameBatch.Voice voice;

    PacedTalk(SpeechSchedule speech, ChurnRun churn, CrewRoom crews, FrameBatch.Voice voice) {
        this.speech = speech;
        this.churn = churn;
        this.crews = crews;
        this.voice = voice;
    }

    /**
     * Talks until the plan's time is over or somebody interrupts.
     *
     * @param beginNanos when it begins, on the monotonic clock
     * @param detail says how it goes
     * @return how long was talked
     */
    Duration run(
            long beginNanos, Duration length, BooleanSupplier interrupted, Progress progress, Supplier<String> detail) {
        long endNanos = length.toNanos();
        long elapsed = 0;
        while (elapsed < endNanos && !interrupted.getAsBoolean()) {
            // in the order of the plan: what was due before a peer leaves, it says before it leaves
            while (churn.nextDueNanos() <= elapsed) {
                say(churn.nextDueNanos());
                churn.step();
            }
            say(elapsed);
            progress.at(elapsed / 1_000_000_000L, detail.get());
            long next = Math.min(endNanos, Math.min(speech.nextDueNanos(), churn.nextDueNanos()));
            LockSupport.parkNanos(Math.max(STEP_NANOS, beginNanos + next - System.nanoTime()));
            elapsed = System.nanoTime() - beginNanos;
        }
        Duration spoken = Duration.ofNanos(Math.min(elapsed, endNanos));
        say(spoken.toNanos() - 1);
        progress.at(spoken.toSeconds(), "");
        return spoken;
    }

    private void say(long elapsedNanos) {
        speech.run(
                elapsedNanos, (peer, sequence, due, opens, closes) -> crews.speak(voice, peer, sequence, due, closes));
        crews.flush();
    }
}
