package io.consonance.actors.stream;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** One socket watched by a {@link SelectorLoop}. Only the loop's thread may touch it. */
public final class Registration {

    final SelectableChannel socket;
    final SelectorLoop.Handler handler;
    private final SocketSelector selector;
    private SelectionKey key;
    private int interestOps;

    Registration(SocketSelector selector, SelectableChannel socket, int interestOps, SelectorLoop.Handler handler) {
        this.selector = selector;
        this.socket = socket;
        this.interestOps = interestOps;
        this.handler = handler;
    }

    /** Sets what the socket is watched for; 0 = nothing for now. Takes effect at the next poll and costs nothing if unchanged. */
    public void interest(int ops) {
        if (interestOps != ops) {
            interestOps = ops;
            if (isLive()) {
                key.interestOps(ops);
            }
        }
    }

    /** Ends the watch; the handler hears nothing any more. The socket stays open. */
    public void cancel() {
        selector.cancel(this);
    }

    boolean isLive() {
        return key != null && key.isValid();
    }

    int interestOps() {
        return interestOps;
    }

    void key(SelectionKey newKey) {
        key = newKey;
    }

    void cancelKey() {
        if (key != null) {
            key.cancel();
        }
    }
}
