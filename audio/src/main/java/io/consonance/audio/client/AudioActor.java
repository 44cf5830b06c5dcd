package io.consonance.audio.client;

import io.consonance.audio.device.SoundInput;
import io.consonance.audio.device.SoundOutput;
import io.consonance.audio.device.SoundUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns the devices of one client and the two threads that serve them: opens them, opens them again when they are lost, and
 * says so once. Devices are opened on a thread of their own, because that may take seconds. Samples and packets never pass
 * through its mailbox.
 */
final class AudioActor extends AbstractBehavior<AudioActor.Command> {

    static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final long STALLED_NANOS = 3_000_000_000L;

    /** What it can be told. */
    sealed interface Command {}

    /** The program's part of everything it does: openers may be null for no device at all. */
    record Devices(SoundInput.Opener input, SoundOutput.Opener output, Consumer<String> notices) {}

    /** Neither microphone nor clips are heard by anybody; the others are loud again meanwhile. */
    record SetMuted(boolean muted) implements Command {}

    /** The button of push-to-talk. */
    record SetTalking(boolean talking) implements Command {}

    /** How loud one player is here. */
    record SetVolume(String player, float volume) implements Command {}

    /** Something to say. */
    record Say(Clip clip) implements Command {}

    /** Asks who is heard. */
    record GetStatus(ActorRef<AudioStatus> replyTo) implements Command {}

    /** Closes devices and threads, then stops. */
    record Stop() implements Command {}

    /** From the threads; may come when the actor is gone. */
    private sealed interface Late extends Command, DeadLetterSuppression {}

    private record InputOpened(String failure) implements Late {}

    private record OutputOpened(String failure) implements Late {}

    private record InputLost(String cause) implements Late {}

    private record OutputLost(String cause) implements Late {}

    private enum Wake implements Command {
        OPEN_INPUT,
        OPEN_OUTPUT,
        WATCH
    }

    private final Devices devices;
    private final Mouth mouth;
    private final Playback playback;
    private final TimerScheduler<Command> timers;
    private final CaptureLine capture;
    private final PlaybackLine speaker;
    private final Runnable stopped;
    private boolean inputMissing;
    private boolean outputMissing;

    static Behavior<Command> create(String name, Devices devices, Mouth mouth, Playback playback, Runnable stopped) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new AudioActor(context, timers, name, devices, mouth, playback, stopped).start()));
    }

    private AudioActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String name,
            Devices devices,
            Mouth mouth,
            Playback playback,
            Runnable stopped) {
        super(context);
        this.timers = timers;
        this.devices = devices;
        this.mouth = mouth;
        this.playback = playback;
        this.stopped = stopped;
        ActorRef<Command> self = context.getSelf();
        capture = new CaptureLine(name, mouth, e -> self.tell(new InputLost(e.getMessage())));
        speaker = new PlaybackLine(name, playback, e -> self.tell(new OutputLost(e.getMessage())));
    }

    private Behavior<Command> start() {
        capture.start();
        speaker.start();
        openInput();
        openOutput();
        timers.startTimerWithFixedDelay(Wake.WATCH, WATCH);
        return this;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Say.class, say -> did(() -> capture.say(say.clip())))
                .onMessage(SetTalking.class, set -> did(() -> mouth.setTalking(set.talking())))
                .onMessage(SetMuted.class, set -> did(() -> mouth.setMuted(set.muted())))
                .onMessage(SetVolume.class, set -> did(() -> playback.setVolume(set.player(), set.volume())))
                .onMessage(GetStatus.class, get -> did(() -> get.replyTo().tell(status())))
                .onMessage(InputOpened.class, opened -> did(() -> onInputOpened(opened)))
                .onMessage(OutputOpened.class, opened -> did(() -> onOutputOpened(opened)))
                .onMessage(InputLost.class, lost -> did(() -> onInputLost(lost)))
                .onMessage(OutputLost.class, lost -> did(() -> onOutputLost(lost)))
                .onMessageEquals(Wake.OPEN_INPUT, () -> did(this::openInput))
                .onMessageEquals(Wake.OPEN_OUTPUT, () -> did(this::openOutput))
                .onMessageEquals(Wake.WATCH, () -> did(this::watch))
                .onMessage(Stop.class, stop -> Behaviors.stopped())
                .onSignal(PostStop.class, stop -> did(this::close))
                .build();
    }

    private Behavior<Command> did(Runnable what) {
        what.run();
        return this;
    }

    private AudioStatus status() {
        return new AudioStatus(mouth.speaking(), mouth.levelDb(), playback.speakers());
    }

    private void openInput() {
        if (devices.input() != null) {
            getContext()
                    .pipeToSelf(
                            opened(() -> devices.input().open(), capture::use),
                            (done, failure) -> new InputOpened(message(failure)));
        }
    }

    private void openOutput() {
        if (devices.output() != null) {
            getContext()
                    .pipeToSelf(
                            opened(() -> devices.output().open(), speaker::use),
                            (done, failure) -> new OutputOpened(message(failure)));
        }
    }

    private void onInputOpened(InputOpened opened) {
        if (opened.failure() == null) {
            if (inputMissing) {
                devices.notices().accept("the microphone is back");
            }
            inputMissing = false;
        } else {
            inputMissing = missing(inputMissing, opened.failure() + "; you can listen only");
            timers.startSingleTimer(Wake.OPEN_INPUT, RETRY);
        }
    }

    private void onOutputOpened(OutputOpened opened) {
        if (opened.failure() == null) {
            if (outputMissing) {
                devices.notices().accept("the speaker is back");
            }
            outputMissing = false;
        } else {
            outputMissing = missing(outputMissing, opened.failure() + "; nothing will be heard here");
            timers.startSingleTimer(Wake.OPEN_OUTPUT, RETRY);
        }
    }

    private void onInputLost(InputLost lost) {
        inputMissing = missing(inputMissing, lost.cause() + "; looking for it again");
        timers.startSingleTimer(Wake.OPEN_INPUT, RETRY);
    }

    private void onOutputLost(OutputLost lost) {
        outputMissing = missing(outputMissing, lost.cause() + "; looking for it again");
        timers.startSingleTimer(Wake.OPEN_OUTPUT, RETRY);
    }

    private boolean missing(boolean known, String message) {
        if (!known) {
            devices.notices().accept(message);
        }
        return true;
    }

    /** A device whose server died may neither answer nor fail. */
    private void watch() {
        if (capture.stalledNanos() > STALLED_NANOS) {
            capture.interruptDevice();
        }
        if (speaker.stalledNanos() > STALLED_NANOS) {
            speaker.interruptDevice();
        }
    }

    private void close() {
        Thread closer = new Thread(
                () -> {
                    try {
                        capture.stop();
                        speaker.stop();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        stopped.run();
                    }
                },
                "consonance-audio-close");
        closer.start();
    }

    private interface Opening<T> {
        T open() throws SoundUnavailableException;
    }

    /** The device goes to its thread directly: a message may come when the actor is gone, and nobody would close it. */
    private static <T> CompletableFuture<Done> opened(Opening<T> opening, Consumer<T> use) {
        CompletableFuture<Done> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        T device = opening.open();
                        // before the device can be lost
                        future.complete(Done.done());
                        use.accept(device);
                    } catch (SoundUnavailableException | RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                },
                "consonance-device-open");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static String message(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? null : String.valueOf(cause.getMessage());
    }
}
