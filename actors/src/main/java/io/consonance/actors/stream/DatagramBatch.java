package io.consonance.actors.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The datagrams one visit to a socket found: a ring of direct buffers, one per datagram, used again for the next batch.
 * One thread. Whoever receives a batch may read and overwrite its buffers until it asks for the next one.
 */
final class DatagramBatch {

    /** The largest datagram that is looked at. */
    static final int MAX_DATAGRAM_BYTES = 1_200;

    /** One byte more than allowed shows that a datagram is too large; the rest keeps buffers on cache lines of their own. */
    private static final int SLOT_BYTES = 1_280;

    private final ByteBuffer[] buffers;
    private final InetSocketAddress[] sources;
    private int size;

    DatagramBatch(int capacity) {
        buffers = new ByteBuffer[capacity];
        sources = new InetSocketAddress[capacity];
        ByteBuffer memory = ByteBuffer.allocateDirect(capacity * SLOT_BYTES);
        for (int i = 0; i < capacity; i++) {
            buffers[i] = memory.slice(i * SLOT_BYTES, MAX_DATAGRAM_BYTES + 1);
        }
    }

    /** Reads until the socket has no more or the ring is full; whether there was anything. Allocates the source addresses. */
    boolean fill(DatagramChannel socket) throws IOException {
        size = 0;
        while (size < buffers.length) {
            InetSocketAddress source = (InetSocketAddress) socket.receive(buffers[size].clear());
            if (source == null) {
                break;
            }
            sources[size++] = source;
        }
        return size > 0;
    }

    /** Puts one datagram in, as if it had been read. */
    void add(InetSocketAddress source, byte[] datagram) {
        buffers[size].clear().put(datagram);
        sources[size++] = source;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** The datagram is in {@code [0, length(i))}; the position says nothing. Big-endian. */
    ByteBuffer buffer(int i) {
        return buffers[i];
    }

    /** Bytes of the datagram; {@code MAX_DATAGRAM_BYTES + 1} stands for any larger one. */
    int length(int i) {
        return buffers[i].position();
    }

    InetSocketAddress source(int i) {
        return sources[i];
    }
}
