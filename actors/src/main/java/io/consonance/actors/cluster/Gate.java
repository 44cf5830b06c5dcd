package io.consonance.actors.cluster;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets only some work be under way at a time; the rest waits in line instead of timing out together. Thread-safe. */
final class Gate {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    /** Does the work once less than so much is under way. */
    <T> CompletionStage<T> pass(int most, Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        enter(
                most,
                () -> work.get().whenComplete((result, failure) -> {
                    leave();
                    if (failure == null) {
                        outcome.complete(result);
                    } else {
                        outcome.completeExceptionally(failure);
                    }
                }));
        return outcome;
    }

    private void enter(int most, Runnable begin) {
        synchronized (this) {
            if (underWay >= most) {
                waiting.add(begin);
                return;
            }
            underWay++;
        }
        begin.run();
    }

    private void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            underWay -= next == null ? 1 : 0;
        }
        if (next != null) {
            next.run();
        }
    }
}
