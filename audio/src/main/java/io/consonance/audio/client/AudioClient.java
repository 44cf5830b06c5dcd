package io.consonance.audio.client;

import io.consonance.actors.client.VoiceClient;
import io.consonance.audio.device.SampleInput;
import io.consonance.audio.device.SoundUnavailableException;
import io.consonance.audio.device.WavInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * A {@link VoiceClient} that speaks and hears samples: a person with microphone and speaker, a file, or a program (a bot).
 *
 * <p>Thread-safe; no method but {@link #close()} blocks. It stays joined across lost connections, host restarts and lost
 * devices until it is closed. Sound is 48 kHz, mono, 16 bit.
 */
public final class AudioClient implements AutoCloseable {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final long CLOSE_SECONDS = 10;

    private final ActorSystem<?> system;
    private final VoiceClient client;
    private final ActorRef<AudioActor.Command> audio;
    private final CompletableFuture<Done> audioStopped;

    AudioClient(
            ActorSystem<?> system,
            VoiceClient client,
            ActorRef<AudioActor.Command> audio,
            CompletableFuture<Done> audioStopped) {
        this.system = system;
        this.client = client;
        this.audio = audio;
        this.audioStopped = audioStopped;
    }

    /** Begins to describe a client of that name; no two clients of a session have the same. */
    public static AudioClientBuilder builder(String name) {
        return new AudioClientBuilder(name);
    }

    /** The client without its sound: rooms, texts, players. */
    public VoiceClient voice() {
        return client;
    }

    /** Says these samples, after all that was to be said before; they are copied. Completes when the last one is sent. */
    public CompletionStage<Done> play(short[] pcm) {
        return say(new Clip(SampleInput.of(pcm)));
    }

    /**
     * Says a sound file, after all that was to be said before. Completes when the last of it is sent.
     *
     * @throws SoundUnavailableException if it cannot be read
     */
    public CompletionStage<Done> play(Path wav) throws SoundUnavailableException {
        return say(new Clip(WavInput.open(wav)));
    }

    /** The button of push-to-talk; without effect on a client that listens for a voice by itself. */
    public void setTalking(boolean talking) {
        audio.tell(new AudioActor.SetTalking(talking));
    }

    /** While muted, nothing of this client is heard. */
    public void setMuted(boolean muted) {
        audio.tell(new AudioActor.SetMuted(muted));
    }

    /** How loud one player is here, 0 to 2; 1 unless said otherwise. */
    public void setVolume(String player, float volume) {
        if (!(volume >= 0 && volume <= 2)) {
            throw new IllegalArgumentException("volume " + volume + " of " + player + ": use 0 to 2");
        }
        audio.tell(new AudioActor.SetVolume(player, volume));
    }

    /** Who is heard at the moment, and how well. */
    public CompletionStage<AudioStatus> status() {
        return AskPattern.ask(audio, AudioActor.GetStatus::new, ANSWER_TIMEOUT, system.scheduler());
    }

    /** Completes when the client is gone, for whatever reason. */
    public CompletionStage<Done> whenStopped() {
        return client.whenStopped();
    }

    /** Ends a speech with its last frame, closes the devices and leaves; waits for all of it, at most 10 s. */
    @Override
    public void close() {
        audio.tell(new AudioActor.Stop());
        try {
            audioStopped.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the devices did not close in time", e);
        } finally {
            client.close();
            system.terminate();
        }
    }

    private CompletionStage<Done> say(Clip clip) {
        audio.tell(new AudioActor.Say(clip));
        return clip.said();
    }
}
