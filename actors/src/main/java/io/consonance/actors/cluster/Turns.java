package io.consonance.actors.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Work that is under way once at a time: whoever asks for it meanwhile shares the next turn, which begins after he asked. Thread-safe. */
final class Turns<T> {
    private final Supplier<CompletionStage<T>> work;
    private boolean busy;
    /** Who asked while one was under way; null for nobody. */
    private CompletableFuture<T> next;

    Turns(Supplier<CompletionStage<T>> work) {
        this.work = work;
    }

    CompletionStage<T> take() {
        CompletableFuture<T> turn;
        synchronized (this) {
            if (busy) {
                next = next == null ? new CompletableFuture<>() : next;
                return next;
            }
            busy = true;
            turn = new CompletableFuture<>();
        }
        begin(turn);
        return turn;
    }

    private void begin(CompletableFuture<T> turn) {
        work.get().whenComplete((result, failure) -> {
            CompletableFuture<T> following = following();
            if (following != null) {
                begin(following);
            }
            if (failure == null) {
                turn.complete(result);
            } else {
                turn.completeExceptionally(failure);
            }
        });
    }

    private synchronized CompletableFuture<T> following() {
        CompletableFuture<T> following = next;
        next = null;
        busy = following != null;
        return following;
    }
}
