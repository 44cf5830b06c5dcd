package io.consonance.actors.client;

import io.consonance.engine.link.LinkDrop;
import io.consonance.engine.peer.PeerDrop;
import java.util.Map;

/**
 * What one client counted since it started. Immutable.
 *
 * @param connections TCP connections made, the present one included
 * @param udpBound whether unreliable packets travel by UDP at the moment
 * @param directPaths other peers reached without the host at the moment
 * @param framesSent packets handed to TCP
 * @param framesReceived packets that came by TCP
 * @param datagramsSent datagrams the socket took
 * @param datagramsReceived datagrams that came, whoever sent them
 * @param dropped by the client itself; reasons that did not occur are missing, here and below
 * @param droppedByLink by the link machine
 * @param droppedBySession by the session machine
 */
public record ClientStats(
        long connections,
        boolean udpBound,
        int directPaths,
        long framesSent,
        long framesReceived,
        long datagramsSent,
        long datagramsReceived,
        Map<ClientDrop, Long> dropped,
        Map<LinkDrop, Long> droppedByLink,
        Map<PeerDrop, Long> droppedBySession) {}
