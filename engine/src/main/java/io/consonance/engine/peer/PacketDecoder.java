package io.consonance.engine.peer;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import org.apache.pekko.util.ByteString;

/**
 * Reads control packets for a {@link PeerSession}: {@code Packet::decode}, or {@link SharedPackets} where many peers live
 * in one process.
 */
@FunctionalInterface
public interface PacketDecoder {

    /** The packet in these bytes. */
    Packet decode(ByteString bytes) throws MalformedPacketException;
}
