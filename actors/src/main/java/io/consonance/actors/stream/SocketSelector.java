package io.consonance.actors.stream;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The sockets of one {@link SelectorLoop} and the selector they are registered with. The loop's thread calls everything
 * but {@link #wakeup()}. The selector is opened with the first socket; without one, waiting is parking.
 */
final class SocketSelector {

    /** Opens a selector; a test's way to make that fail. */
    interface Opener {
        Selector open() throws IOException;
    }

    /** A selector that fails this often without a successful poll in between is beyond help. */
    private static final int MOST_REPLACEMENTS = 8;

    private final Opener opener;
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final Set<Registration> registrations = Collections.newSetFromMap(new IdentityHashMap<>());
    private Thread owner;
    private volatile Selector selector;
    private int replacements;

    SocketSelector(Opener opener) {
        this.opener = opener;
    }

    void owner(Thread thread) {
        owner = thread;
    }

    Registration register(SelectableChannel socket, int interestOps, SelectorLoop.Handler handler) throws IOException {
        if (selector == null) {
            selector = opener.open();
        }
        Registration registration = new Registration(this, socket, interestOps, handler);
        registration.key(socket.register(selector, interestOps, registration));
        registrations.add(registration);
        return registration;
    }

    int interestIn(SelectableChannel socket) {
        return registrations.stream()
                .filter(registration -> registration.socket == socket)
                .mapToInt(Registration::interestOps)
                .sum();
    }

    void cancel(Registration registration) {
        if (registrations.remove(registration)) {
            registration.cancelKey();
        }
    }

    /** Waits up to that long (0: not at all) for a socket, a wakeup or, without sockets, nothing; tells what is ready. */
    void poll(long waitMillis) {
        Selector current = selector;
        if (current == null) {
            if (waitMillis > 0) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waitMillis));
            }
            return;
        }
        try {
            if (waitMillis > 0) {
                current.select(dispatch, waitMillis);
            } else {
                current.selectNow(dispatch);
            }
            replacements = 0;
            // A socket closed by another thread loses its key without a word: fewer keys than registrations say so.
            if (current.keys().size() < registrations.size()) {
                failClosed();
            }
        } catch (IOException | RuntimeException failure) {
            // Handlers' failures are caught where they are called: this one is the selector's own.
            replace(failure);
        }
    }

    /** Ends a wait from any thread, or the next one if none is going on. */
    void wakeup() {
        Selector current = selector;
        if (current != null) {
            current.wakeup();
        } else {
            LockSupport.unpark(owner);
        }
    }

    private void dispatch(SelectionKey key) {
        Registration registration = (Registration) key.attachment();
        if (!registrations.contains(registration)) {
            return;
        }
        try {
            registration.handler.ready();
        } catch (Throwable failure) {
            fail(registration, failure);
        }
    }

    private void failClosed() {
        for (Registration registration : List.copyOf(registrations)) {
            if (!registration.isLive()) {
                fail(registration, new ClosedChannelException());
            }
        }
    }

    private void replace(Exception failure) {
        closeSelector();
        try {
            if (++replacements > MOST_REPLACEMENTS) {
                throw new IOException("the selector failed " + replacements + " times in a row", failure);
            }
            selector = opener.open();
        } catch (IOException hopeless) {
            hopeless.addSuppressed(failure);
            replacements = 0;
            for (Registration registration : List.copyOf(registrations)) {
                fail(registration, hopeless);
            }
            return;
        }
        for (Registration registration : List.copyOf(registrations)) {
            try {
                registration.key(registration.socket.register(selector, registration.interestOps(), registration));
            } catch (IOException | ClosedSelectorException lost) {
                fail(registration, lost);
            }
        }
    }

    private void fail(Registration registration, Throwable cause) {
        if (!registrations.remove(registration)) {
            return;
        }
        registration.cancelKey();
        try {
            registration.handler.failed(cause);
        } catch (Throwable failure) {
            owner.getUncaughtExceptionHandler().uncaughtException(owner, failure);
        }
    }

    private void closeSelector() {
        Selector current = selector;
        selector = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException ignored) {
                // It is being thrown away because it failed; the descriptor is gone either way.
                return;
            }
        }
    }

    /** Closes the sockets that nobody has closed, and the selector. */
    void close() {
        for (Registration registration : List.copyOf(registrations)) {
            try {
                registration.socket.close();
            } catch (IOException ignored) {
                // Its descriptor is released all the same.
            }
            fail(registration, new ClosedChannelException());
        }
        closeSelector();
    }
}
