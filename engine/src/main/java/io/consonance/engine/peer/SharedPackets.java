package io.consonance.engine.peer;

import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.pekko.util.ByteString;

/**
 * Decodes a packet once for all peers of a process that receive it: a host tells every client about every other, and a
 * thousand peers with a thousand rosters each need one copy of every name only. Thread-safe and lock-free; it keeps at
 * most a fixed number of recent packets.
 */
public final class SharedPackets implements PacketDecoder {

    private record Entry(byte[] bytes, Packet packet) {}

    private final AtomicReferenceArray<Entry> recent;
    private final int mask;

    /**
     * Remembers up to {@code capacity} packets, rounded up to a power of two. Four times the number of clients is ample; one
     * that is too small only shares less.
     */
    public SharedPackets(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
        this.recent = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    @Override
    public Packet decode(ByteString bytes) throws MalformedPacketException {
        byte[] array = bytes.toArrayUnsafe();
        int hash = Arrays.hashCode(array);
        int index = (hash ^ hash >>> 16) & mask;
        Entry known = recent.get(index);
        if (known != null && Arrays.equals(known.bytes, array)) {
            return known.packet;
        }
        Packet packet = Packet.decode(bytes);
        if (packet instanceof ClientState || packet instanceof DeltaChannelState) {
            recent.set(index, new Entry(array, packet));
        }
        return packet;
    }
}
