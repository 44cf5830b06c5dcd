package io.consonance.simulator.cluster;

import io.consonance.actors.client.ClientEvent;
import io.consonance.actors.client.ClientListener;
import io.consonance.engine.peer.PeerEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a peer went through: when it heard nothing, who it was, where it was, whom it saw. Written by its thread, read by the run's. */
final class PeerRecord implements ClientListener {

    /** So many frames of 20 ms in a row may be late before it counts as silence. */
    private static final long SHORTEST_GAP_NANOS = 100_000_000;

    /** A time in which nothing was heard. */
    private record Gap(long fromNanos, long toNanos) {}

    private final String session;
    private final Speech speech;
    private final ClientListener measured;
    private final List<Gap> gaps = new ArrayList<>();
    private final List<String> roster = new ArrayList<>();
    private boolean listens;
    private long heardNanos;
    private String identity = "";
    private int node;

    PeerRecord(String session, Speech speech, ClientListener measured) {
        this.session = session;
        this.speech = speech;
        this.measured = measured;
    }

    @Override
    public void onPeerEvent(PeerEvent event) {
        measured.onPeerEvent(event);
        note(System.nanoTime(), event);
    }

    @Override
    public void onClientEvent(ClientEvent event) {
        measured.onClientEvent(event);
        if (event instanceof ClientEvent.Connected connected) {
            at(LocalNodes.node(connected.host().getAddress()));
        }
    }

    private synchronized void note(long nowNanos, PeerEvent event) {
        if (event instanceof PeerEvent.VoiceReceived) {
            if (listens && nowNanos - heardNanos > SHORTEST_GAP_NANOS) {
                gaps.add(new Gap(heardNanos, nowNanos));
            }
            listens = true;
            heardNanos = nowNanos;
        } else if (event instanceof PeerEvent.Joined joined) {
            identity = joined.session() + "/" + joined.clientId();
        } else if (event instanceof PeerEvent.PlayerJoined player) {
            roster.add(player.name());
        } else if (event instanceof PeerEvent.PlayerLeft player) {
            roster.remove(player.name());
        } else if (event instanceof PeerEvent.SessionLost) {
            roster.clear();
        }
    }

    private synchronized void at(int newNode) {
        node = newNode;
    }

    String session() {
        return session;
    }

    /** Session id and client id. */
    synchronized String identity() {
        return identity;
    }

    /** The node it was connected to last. */
    synchronized int node() {
        return node;
    }

    /** Whether it ever heard somebody; who speaks all the time does not. */
    synchronized boolean listens() {
        return listens;
    }

    /**
     * The longest silence that began before the one moment and ended after the other, or goes on; 0 for none worth a word. What was not said
     * meanwhile does not count.
     */
    synchronized long longestGapNanos(long fromNanos, long untilNanos) {
        long longest = missedNanos(heardNanos, untilNanos);
        for (Gap gap : gaps) {
            if (gap.fromNanos < untilNanos && gap.toNanos > fromNanos) {
                longest = Math.max(longest, missedNanos(gap.fromNanos, gap.toNanos));
            }
        }
        return longest > SHORTEST_GAP_NANOS ? longest : 0;
    }

    private long missedNanos(long fromNanos, long toNanos) {
        return toNanos - fromNanos - speech.pausedNanos(fromNanos, toNanos);
    }

    /** How many it sees in its session that are not there, or are there twice. */
    synchronized int ghosts(Set<String> members) {
        Set<String> seen = new HashSet<>(roster);
        seen.retainAll(members);
        return roster.size() - seen.size();
    }
}
