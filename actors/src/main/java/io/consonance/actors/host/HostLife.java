package io.consonance.actors.host;

import java.util.concurrent.CompletableFuture;

/**
 * What a host goes through, for those outside its actors. Thread-safe.
 *
 * @param ready completes when it can do without another node of its cluster; without a cluster when it accepts
 * @param ended completes when it is no more, whether it was stopped or failed
 */
record HostLife(CompletableFuture<Void> ready, CompletableFuture<Void> ended) {

    HostLife() {
        this(new CompletableFuture<>(), new CompletableFuture<>());
    }
}
