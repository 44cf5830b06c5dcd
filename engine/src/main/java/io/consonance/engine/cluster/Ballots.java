package io.consonance.engine.cluster;

import io.consonance.engine.cluster.ClusterMessage.Beat;
import io.consonance.engine.cluster.ClusterMessage.BeatSeen;
import io.consonance.engine.cluster.ClusterMessage.Claim;
import io.consonance.engine.cluster.ClusterMessage.Tenure;
import io.consonance.engine.cluster.ClusterMessage.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node as a voter: whose word it has given, and until when. It never gives a session to a second node before what it told the
 * first one has run out. After it joined the cluster it gives no word for one lease: it does not know what was promised before, by itself
 * before a restart or by those it stands in for. Not thread-safe.
 */
final class Ballots {

    /** Who has a session as far as this voter knows; no holder once that one has let go. */
    private static final class Entry {
        long epoch;
        String holder;
        /** Beats up to this one of the holder do not know yet that it asked. */
        long asOf;
        /** Whether the holder has said that it serves, not only asked. */
        boolean serving;
        /** Until when the grant is this voter's word, whether or not a beat follows. */
        long grantedUntilNanos = Long.MIN_VALUE;
        /** Since when there is no holder. */
        long freeSinceNanos;
    }

    /** The last beat of a node and when it came. */
    private record Heard(Beat beat, long atNanos) {}

    /** A node that lost its session may ask for it again within two leases, and must hear who had it meanwhile. */
    private static final int MEMORY_LEASES = 10;

    private final String self;
    private final long leaseNanos;
    private long silentUntilNanos = Long.MAX_VALUE;
    /** A session gets no new holder before. */
    private long grantsFromNanos = Long.MAX_VALUE;

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Heard> heard = new HashMap<>();

    Ballots(String self, long leaseNanos) {
        this.self = self;
        this.leaseNanos = leaseNanos;
    }

    /** This node belongs to the cluster now. */
    void handleAdmitted(long nowNanos) {
        silentUntilNanos = nowNanos + leaseNanos;
        grantsFromNanos = silentUntilNanos;
    }

    /** Whether it has been a member for long enough. */
    boolean givesItsWord(long nowNanos) {
        return nowNanos >= silentUntilNanos;
    }

    /** Voters have gone, and with them the knowledge to whom they gave their word: it may last for one lease yet. */
    void handleVotersGone(long nowNanos) {
        grantsFromNanos = Math.max(grantsFromNanos, nowNanos + leaseNanos);
    }

    /** The answer; null while this voter gives no word, or when the beat is older than one it has heard. */
    BeatSeen handleBeat(long nowNanos, Beat beat) {
        Heard last = heard.get(beat.from());
        if (last != null && beat.sequence() <= last.beat().sequence()) {
            return null;
        }
        heard.put(beat.from(), new Heard(beat, nowNanos));
        List<Tenure> superseded = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (Tenure tenure : beat.held()) {
            named.add(tenure.session());
            Entry entry = entries.computeIfAbsent(tenure.session(), session -> new Entry());
            boolean known = tenure.epoch() == entry.epoch && beat.from().equals(entry.holder);
            if (tenure.epoch() > entry.epoch || known) {
                entry.epoch = tenure.epoch();
                entry.holder = beat.from();
                entry.asOf = beat.sequence();
                entry.serving = true;
            } else {
                superseded.add(new Tenure(tenure.session(), entry.epoch));
            }
        }
        beat.claimed().forEach(tenure -> named.add(tenure.session()));
        entries.forEach((session, entry) -> {
            if (beat.from().equals(entry.holder) && beat.sequence() > entry.asOf && !named.contains(session)) {
                entry.holder = null;
                entry.freeSinceNanos = nowNanos;
            }
        });
        return givesItsWord(nowNanos) ? new BeatSeen(self, beat.sequence(), superseded) : null;
    }

    Vote handleClaim(long nowNanos, Claim claim) {
        List<Tenure> granted = new ArrayList<>();
        List<Tenure> refused = new ArrayList<>();
        for (Tenure wanted : claim.tenures()) {
            Entry entry = entries.get(wanted.session());
            boolean own = entry != null && claim.from().equals(entry.holder);
            if ((nowNanos < grantsFromNanos && !own) || (entry != null && refuses(nowNanos, entry, own, wanted))) {
                refused.add(new Tenure(wanted.session(), entry == null ? 0 : entry.epoch));
            } else {
                entries.put(wanted.session(), granted(nowNanos, wanted, claim));
                granted.add(wanted);
            }
        }
        return new Vote(self, claim.sequence(), granted, refused);
    }

    private Entry granted(long nowNanos, Tenure wanted, Claim claim) {
        Entry granted = new Entry();
        granted.epoch = wanted.epoch();
        granted.holder = claim.from();
        granted.asOf = claim.sequence();
        granted.grantedUntilNanos = nowNanos + leaseNanos;
        return granted;
    }

    /** Who serves the session as far as this node has heard within a lease; null for nobody. */
    String servedBy(long nowNanos, String session) {
        Entry entry = entries.get(session);
        return entry != null && entry.holder != null && entry.serving && isBound(nowNanos, entry) ? entry.holder : null;
    }

    long epochOf(String session) {
        Entry entry = entries.get(session);
        return entry == null ? 0 : entry.epoch;
    }

    /** The last beats of the nodes heard of within that time. */
    List<Beat> alive(long nowNanos, long withinNanos) {
        return heard.values().stream()
                .filter(last -> nowNanos < last.atNanos() + withinNanos)
                .map(Heard::beat)
                .toList();
    }

    /** Forgets nodes that are no members any more, and sessions that nobody has had for long. */
    void forget(long nowNanos, Quorum quorum) {
        heard.values()
                .removeIf(last -> nowNanos >= last.atNanos() + leaseNanos
                        && !quorum.contains(last.beat().from()));
        for (Entry entry : entries.values()) {
            if (entry.holder != null && !quorum.contains(entry.holder) && !isBound(nowNanos, entry)) {
                entry.holder = null;
                entry.freeSinceNanos = nowNanos;
            }
        }
        entries.values()
                .removeIf(
                        entry -> entry.holder == null && nowNanos >= entry.freeSinceNanos + MEMORY_LEASES * leaseNanos);
    }

    private boolean refuses(long nowNanos, Entry entry, boolean own, Tenure wanted) {
        long epoch = wanted.epoch();
        if (epoch < entry.epoch || (epoch == entry.epoch && !own)) {
            return true;
        }
        return !own && entry.holder != null && isBound(nowNanos, entry);
    }

    /** Whether the holder may still count on this voter's word. */
    private boolean isBound(long nowNanos, Entry entry) {
        Heard last = heard.get(entry.holder);
        return nowNanos < entry.grantedUntilNanos || (last != null && nowNanos < last.atNanos() + leaseNanos);
    }
}
