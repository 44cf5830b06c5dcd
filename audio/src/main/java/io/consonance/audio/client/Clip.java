package io.consonance.audio.client;

import io.consonance.audio.device.SoundInput;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;

/** Something to be said, and who waits for the end of it. */
record Clip(SoundInput sound, CompletableFuture<Done> said) {

    Clip(SoundInput sound) {
        this(sound, new CompletableFuture<>());
    }
}
