package io.consonance.actors.stream;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A selector that counts how often it is woken, and fails when told to. */
final class CountingSelector extends AbstractSelector {

    final AtomicInteger wakeups = new AtomicInteger();
    volatile RuntimeException failure;
    private final Selector real;

    CountingSelector(Selector real) {
        super(real.provider());
        this.real = real;
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel socket, int ops, Object attachment) {
        try {
            return socket.register(real, ops, attachment);
        } catch (ClosedChannelException closed) {
            throw new IllegalStateException(closed);
        }
    }

    @Override
    public Selector wakeup() {
        wakeups.incrementAndGet();
        real.wakeup();
        return this;
    }

    @Override
    protected void implCloseSelector() throws IOException {
        real.close();
    }

    private void failIfTold() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Set<SelectionKey> keys() {
        return real.keys();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return real.selectedKeys();
    }

    @Override
    public int selectNow() throws IOException {
        return real.selectNow();
    }

    @Override
    public int select(long timeoutMillis) throws IOException {
        return real.select(timeoutMillis);
    }

    @Override
    public int select() throws IOException {
        return real.select();
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeoutMillis) throws IOException {
        failIfTold();
        return real.select(action, timeoutMillis);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) throws IOException {
        failIfTold();
        return real.selectNow(action);
    }
}
