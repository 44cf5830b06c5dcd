package io.consonance.engine.peer;

import io.consonance.engine.wire.ServerRelayFlyweight;
import io.consonance.engine.wire.Wire;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/**
 * Brings one packet to many peers: directly to those with a link, through the host to the rest, never to ourselves. Takes
 * several relay packets where one cannot name all destinations, or would outgrow a datagram; sections 7 and 8.
 */
final class Courier {

    private final Identity identity;
    private final Players players;
    private final DirectLinks links;
    private int[] relayed = {};

    Courier(Identity identity, Players players, DirectLinks links) {
        this.identity = identity;
        this.players = players;
        this.links = links;
    }

    /** How many bytes an inner packet may have. */
    static int maxInnerBytes(boolean reliable) {
        return maxBytes(reliable) - ServerRelayFlyweight.encodedBytes(1, 0);
    }

    /** True when something was sent. The packet may not be longer than {@link #maxInnerBytes}. */
    boolean send(ByteString inner, boolean reliable, boolean mayGoDirectly, int[] ids, int count, PeerOutbox out) {
        boolean direct = mayGoDirectly && !links.isEmpty();
        boolean sent = false;
        int relayCount = 0;
        if (relayed.length < count) {
            relayed = Arrays.copyOf(relayed, Math.max(8, count * 2));
        }
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            DirectLink link = direct ? linkTo(id) : null;
            if (id == identity.clientId()) {
                continue;
            }
            if (link == null) {
                relayed[relayCount++] = id;
            } else {
                out.sendDirect(link.id, inner, reliable);
                sent = true;
            }
        }
        return relay(inner, reliable, relayCount, out) | sent;
    }

    private boolean relay(ByteString inner, boolean reliable, int count, PeerOutbox out) {
        int most = ServerRelayFlyweight.destinationsWithin(maxBytes(reliable), inner.length());
        for (int from = 0; from < count; from += most) {
            int destinations = Math.min(most, count - from);
            ByteString packet =
                    ServerRelayFlyweight.encode(reliable, identity.session(), relayed, from, destinations, inner);
            out.sendToHost(packet, reliable);
        }
        return count > 0;
    }

    private DirectLink linkTo(int clientId) {
        Player player = players.get(clientId);
        return player == null ? null : player.link;
    }

    private static int maxBytes(boolean reliable) {
        return reliable ? Wire.MAX_FRAME_BYTES : Wire.MAX_DATAGRAM_BYTES;
    }
}
