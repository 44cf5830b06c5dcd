package io.consonance.actors.stream;

import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.pekko.Done;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.util.ByteString;

/**
 * Datagrams that actors want sent from an island's socket. Any thread may offer; the island's thread sends. At most
 * {@value #CAPACITY} wait; one more is dropped and counted, as is what is too large or comes after the island has ended.
 * The island is woken for the first that waits, not for each.
 */
final class IslandOutbox {

    static final int CAPACITY = 4_096;

    private record Waiting(InetSocketAddress destination, ByteString packet) {}

    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private volatile AsyncCallback<Done> wake;
    private volatile boolean closed;

    /** Sends soon; false if it was dropped. */
    boolean offer(InetSocketAddress destination, ByteString packet) {
        if (closed || packet.length() > DatagramBatch.MAX_DATAGRAM_BYTES) {
            dropped.incrementAndGet();
            return false;
        }
        int before = size.getAndIncrement();
        if (before >= CAPACITY) {
            size.decrementAndGet();
            dropped.incrementAndGet();
            return false;
        }
        queue.add(new Waiting(destination, packet));
        AsyncCallback<Done> callback = wake;
        // Before the island runs there is nobody to wake; it looks here when it starts.
        if (before == 0 && callback != null) {
            callback.invoke(Done.done());
        }
        return true;
    }

    /** From now on the island is woken by this. */
    void open(AsyncCallback<Done> callback) {
        wake = callback;
        if (size.get() > 0) {
            callback.invoke(Done.done());
        }
    }

    /** Hands over everything that waits; the island's thread only. */
    void drain(BiConsumer<InetSocketAddress, ByteString> sender) {
        Waiting next = queue.poll();
        int taken = 0;
        while (next != null) {
            sender.accept(next.destination(), next.packet());
            taken++;
            next = taken < CAPACITY ? queue.poll() : null;
        }
        // Whoever adds while this goes on sees a size above zero and wakes nobody: look again.
        if (size.addAndGet(-taken) > 0 && wake != null) {
            wake.invoke(Done.done());
        }
    }

    /** How many were dropped since it was asked last. */
    long takeDropped() {
        return dropped.get() == 0 ? 0 : dropped.getAndSet(0);
    }

    void close() {
        closed = true;
        queue.clear();
    }
}
