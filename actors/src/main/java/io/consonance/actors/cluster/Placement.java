package io.consonance.actors.cluster;

import io.consonance.engine.cluster.ClusterMessage.Beat;
import java.util.Collection;
import java.util.Comparator;

/**
 * Which node is to serve a session that nobody serves: each node comes to the same answer by itself, sessions spread evenly, and when a node
 * comes or goes only those sessions move that have to (rendezvous hashing). Stateless.
 */
final class Placement {
    private Placement() {}

    /** One of these nodes, which draining ones are not; null where there is none. */
    static Beat home(String session, Collection<Beat> nodes) {
        return nodes.stream()
                .filter(node -> !node.draining())
                .max(Comparator.comparingLong((Beat node) -> weight(session, node))
                        .thenComparing(Beat::from))
                .orElse(null);
    }

    /** By where peers reach it, so that a node that comes back gets the same sessions. */
    private static long weight(String session, Beat node) {
        long mixed = session.hashCode() * 0x9E37_79B9_7F4A_7C15L
                ^ (node.voiceHost() + ":" + node.voicePort()).hashCode() * 0xC2B2_AE3D_27D4_EB4FL;
        mixed = (mixed ^ mixed >>> 31) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 32;
    }
}
