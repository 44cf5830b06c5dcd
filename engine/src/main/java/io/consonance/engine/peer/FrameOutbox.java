package io.consonance.engine.peer;

import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * Holds packets back until the end of a frame and sends them in Dissonance's order: reliable ones to the host itself, then
 * unreliable ones, then reliable ones to other peers (by relay or directly), then unreliable ones. For owners that run
 * once per frame and share one carrier for all; without it packets leave in the order of the calls, at once. Events are
 * passed on at once. Not thread-safe.
 */
public final class FrameOutbox implements PeerOutbox {

    private record Held(boolean direct, long directLink, ByteString packet, boolean reliable) {}

    private final PeerOutbox target;
    private final List<Held> reliableToHost = new ArrayList<>();
    private final List<Held> unreliableToHost = new ArrayList<>();
    private final List<Held> reliableToPeers = new ArrayList<>();
    private final List<Held> unreliableToPeers = new ArrayList<>();

    /** Holds packets for {@code target}. */
    public FrameOutbox(PeerOutbox target) {
        this.target = target;
    }

    /** The frame is over: send. */
    public void flush() {
        flush(reliableToHost);
        flush(unreliableToHost);
        flush(reliableToPeers);
        flush(unreliableToPeers);
    }

    @Override
    public void sendToHost(ByteString packet, boolean reliable) {
        int type = Wire.typeCodeOf(packet);
        boolean relay =
                type == PacketType.SERVER_RELAY_RELIABLE.code() || type == PacketType.SERVER_RELAY_UNRELIABLE.code();
        Held held = new Held(false, 0, packet, reliable);
        if (relay) {
            (reliable ? reliableToPeers : unreliableToPeers).add(held);
        } else {
            (reliable ? reliableToHost : unreliableToHost).add(held);
        }
    }

    @Override
    public void sendDirect(long directLink, ByteString packet, boolean reliable) {
        (reliable ? reliableToPeers : unreliableToPeers).add(new Held(true, directLink, packet, reliable));
    }

    @Override
    public void event(PeerEvent event) {
        target.event(event);
    }

    @Override
    public void dropped(PeerDrop reason) {
        target.dropped(reason);
    }

    private void flush(List<Held> packets) {
        for (Held held : packets) {
            if (held.direct) {
                target.sendDirect(held.directLink, held.packet, held.reliable);
            } else {
                target.sendToHost(held.packet, held.reliable);
            }
        }
        packets.clear();
    }
}
