package io.consonance.engine.cluster;

import io.consonance.engine.cluster.ClusterMessage.Beat;
import io.consonance.engine.cluster.ClusterMessage.BeatSeen;
import io.consonance.engine.cluster.ClusterMessage.Claim;
import io.consonance.engine.cluster.ClusterMessage.Tenure;
import io.consonance.engine.cluster.ClusterMessage.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which sessions this node serves. Two nodes never serve one session at a time: to serve, a node needs the word of more than half
 * of all nodes, each of which gives it for one lease and to one node at a time, and renews it with every beat. Who stops hearing from the others (crash,
 * partition, pause) stops serving by its own clock before they give their word to somebody else. Every tenure has a
 * higher epoch than the one before.
 *
 * <p>Not thread-safe, one owner. Times are nanoseconds of a monotonic clock; the clocks of two nodes may differ in anything but speed, in
 * which a tenth is allowed.
 *
 * <pre>
 * state      until                               what it does
 * CLAIMING   granted, or lost after the patience asks everybody again and again
 * HELD       release, or the lease ran out       serves
 * SUSPENDED  resumed, or lost after one lease    like CLAIMING, for the session it had
 * </pre>
 */
public final class Tenancy {

    private static final long NONE = -1;

    private enum State {
        CLAIMING,
        HELD,
        SUSPENDED
    }

    private static final class Seat {
        State state = State.CLAIMING;
        long epoch;
        /** The sequence of the last claim, and when it left. */
        long claim;

        long claimedAtNanos;
        long retryAtNanos;
        long giveUpAtNanos;
        /** Beats from this one on say that the session is held. */
        long heldSince;
        /** By voter: when the claim left that it granted. */
        final Map<String, Long> granted = new HashMap<>();
    }

    /** By voter: the last beat it has seen, and when that beat left. */
    private record Seen(long sequence, long sentAtNanos) {}

    private final String self;
    private final String voiceHost;
    private final int voicePort;
    private final long leaseNanos;
    /** What a holder counts on; less than what a voter keeps to, for clocks that do not run alike. */
    private final long countedNanos;

    private final long beatNanos;
    private final long patienceNanos;
    private final long retryNanos;
    private final Ballots ballots;
    private final Map<String, Seat> seats = new TreeMap<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<Long, Long> beatsSentAt = new TreeMap<>();
    private Quorum quorum = new Quorum(Set.of(), Set.of());
    /** The moment up to which a quorum has seen beats, for sessions held longer than the oldest of these. */
    private long seenUntilNanos = Long.MIN_VALUE;

    private long oldestSeen;
    private long sequence;
    private long nextBeatNanos;
    private boolean draining;

    /**
     * A node that serves nothing yet.
     *
     * @param self its name in the cluster; another one after every start
     * @param voiceHost where peers reach it
     */
    public Tenancy(String self, String voiceHost, int voicePort, TenancySettings settings, long nowNanos) {
        this.self = self;
        this.voiceHost = voiceHost;
        this.voicePort = voicePort;
        this.leaseNanos = settings.lease().toNanos();
        this.countedNanos = leaseNanos / 10 * 9;
        this.beatNanos = settings.beat().toNanos();
        this.patienceNanos = settings.patience().toNanos();
        // Two nodes that want the same session must not go on asking in step.
        this.retryNanos = beatNanos / 2 + Math.floorMod(self.hashCode(), 97) * (beatNanos / 200);
        this.ballots = new Ballots(self, leaseNanos);
        this.nextBeatNanos = nowNanos;
    }

    /**
     * Who belongs to the cluster.
     *
     * @param members nodes that are full members, those that are about to leave included
     * @param next nodes that will be when the changes under way are complete
     */
    public void handleMembers(long nowNanos, Set<String> members, Set<String> next, TenancyOutbox out) {
        handleWake(nowNanos, out);
        boolean admitted = quorum.contains(self);
        if (!members.containsAll(quorum.members())) {
            ballots.handleVotersGone(nowNanos);
        }
        quorum = new Quorum(members, next);
        if (!admitted && quorum.contains(self)) {
            ballots.handleAdmitted(nowNanos);
        }
        seen.keySet().removeIf(node -> !quorum.contains(node));
        reckon();
        handleWake(nowNanos, out);
    }

    /** Another node said this. */
    public void handleMessage(long nowNanos, ClusterMessage message, TenancyOutbox out) {
        handleWake(nowNanos, out);
        receive(nowNanos, message, out);
        handleWake(nowNanos, out);
    }

    /** This node wants to serve the session, in an epoch above {@code epoch}; one answer follows. */
    public void claim(long nowNanos, String session, long epoch, TenancyOutbox out) {
        handleWake(nowNanos, out);
        if (!seats.containsKey(session)) {
            Seat seat = new Seat();
            seat.epoch = Math.max(epoch, ballots.epochOf(session)) + 1;
            seat.giveUpAtNanos = nowNanos + patienceNanos;
            seats.put(session, seat);
            ask(nowNanos, session, seat, out);
            handleWake(nowNanos, out);
        }
    }

    /** This node does not serve the session any more; from now on others may. */
    public void release(long nowNanos, String session, TenancyOutbox out) {
        if (seats.remove(session) != null) {
            beat(nowNanos, out);
        }
    }

    /** Says in every beat from now on that this node takes no further session. */
    public void drain(long nowNanos, TenancyOutbox out) {
        draining = true;
        beat(nowNanos, out);
    }

    /** Whether this node may serve the session at this moment. */
    public boolean holds(long nowNanos, String session) {
        Seat seat = seats.get(session);
        return seat != null && seat.state == State.HELD && nowNanos < heldUntil(seat);
    }

    /** Until when this node may serve the session if nothing is heard meanwhile; never renewed once it has passed. */
    public long heldUntilNanos(String session) {
        Seat seat = seats.get(session);
        return seat == null || seat.state != State.HELD ? Long.MIN_VALUE : heldUntil(seat);
    }

    /** Which node serves the session, as far as is known; null for none. */
    public String servedBy(long nowNanos, String session) {
        String node = ballots.servedBy(nowNanos, session);
        return self.equals(node) && !holds(nowNanos, session) ? null : node;
    }

    /** The last beats of the nodes heard of within that time, this one included. */
    public List<Beat> alive(long nowNanos, long withinNanos) {
        return ballots.alive(nowNanos, withinNanos).stream()
                .filter(beat -> quorum.contains(beat.from()))
                .toList();
    }

    /** Whether the cluster counts on this node: more than half have just seen its beats, and it gives its own word. */
    public boolean counts(long nowNanos) {
        return nowNanos < seenUntilNanos && ballots.givesItsWord(nowNanos);
    }

    /** The sessions this node serves or asks for. */
    public Set<String> sessions() {
        return Set.copyOf(seats.keySet());
    }

    /** When {@link #handleWake} has something to do. Being late does no harm but that leases run out. */
    public long wakeAtNanos() {
        long wakeAt = nextBeatNanos;
        for (Seat seat : seats.values()) {
            wakeAt = Math.min(wakeAt, seat.state == State.HELD ? heldUntil(seat) : seat.retryAtNanos);
        }
        return wakeAt;
    }

    /** Does what is due; harmless when nothing is. */
    public void handleWake(long nowNanos, TenancyOutbox out) {
        for (String session : List.copyOf(seats.keySet())) {
            Seat seat = seats.get(session);
            if (seat == null) {
                continue;
            }
            if (seat.state == State.HELD && nowNanos >= heldUntil(seat)) {
                suspend(nowNanos, session, seat, heldUntil(seat), out);
            }
            if (seat.state != State.HELD && nowNanos >= seat.giveUpAtNanos) {
                lose(session, out);
            } else if (seat.state != State.HELD && nowNanos >= seat.retryAtNanos) {
                ask(nowNanos, session, seat, out);
            }
        }
        if (nowNanos >= nextBeatNanos) {
            ballots.forget(nowNanos, quorum);
            seen.values().removeIf(last -> nowNanos >= last.sentAtNanos() + countedNanos);
            reckon();
            beat(nowNanos, out);
        }
    }

    private void receive(long nowNanos, ClusterMessage message, TenancyOutbox out) {
        if (!quorum.contains(message.from())) {
            return;
        }
        if (message instanceof Beat beat) {
            BeatSeen answer = ballots.handleBeat(nowNanos, beat);
            if (answer != null && quorum.stays(beat.from())) {
                send(nowNanos, beat.from(), answer, out);
            }
        } else if (message instanceof BeatSeen answer) {
            handleSeen(nowNanos, answer, out);
        } else if (message instanceof Claim claim && quorum.stays(claim.from())) {
            send(nowNanos, claim.from(), ballots.handleClaim(nowNanos, claim), out);
        } else if (message instanceof Vote vote) {
            handleVote(nowNanos, vote, out);
        }
    }

    private void handleSeen(long nowNanos, BeatSeen answer, TenancyOutbox out) {
        Long sentAt = beatsSentAt.get(answer.sequence());
        Seen last = seen.get(answer.from());
        for (Tenure tenure : answer.superseded()) {
            Seat seat = seats.get(tenure.session());
            if (seat != null && seat.state == State.HELD && answer.sequence() >= seat.heldSince) {
                suspend(nowNanos, tenure.session(), seat, Math.min(nowNanos, heldUntil(seat)), out);
                if (tenure.epoch() > seat.epoch - 1) {
                    lose(tenure.session(), out);
                }
            }
        }
        if (sentAt != null && (last == null || answer.sequence() > last.sequence())) {
            seen.put(answer.from(), new Seen(answer.sequence(), sentAt));
            reckon();
        }
    }

    private void handleVote(long nowNanos, Vote vote, TenancyOutbox out) {
        String session = vote.tenure().session();
        Seat seat = seats.get(session);
        if (seat == null || vote.sequence() != seat.claim) {
            return;
        }
        if (vote.granted()) {
            seat.granted.put(vote.from(), seat.claimedAtNanos);
            if (seat.state != State.HELD && nowNanos < heldUntil(seat)) {
                boolean resumed = seat.state == State.SUSPENDED;
                seat.state = State.HELD;
                seat.heldSince = sequence + 1;
                if (resumed) {
                    out.resumed(session, seat.epoch);
                } else {
                    out.granted(session, seat.epoch);
                }
                beat(nowNanos, out);
            }
        } else if (seat.state == State.SUSPENDED && vote.tenure().epoch() >= seat.epoch) {
            // Somebody had it meanwhile, or is about to.
            lose(session, out);
        } else if (seat.state == State.CLAIMING && vote.tenure().epoch() >= seat.epoch) {
            seat.epoch = vote.tenure().epoch() + 1;
            seat.granted.clear();
            // Other answers to this claim are about the lower epoch.
            seat.claim = NONE;
        }
    }

    private void suspend(long nowNanos, String session, Seat seat, long heldUntilNanos, TenancyOutbox out) {
        seat.state = State.SUSPENDED;
        seat.epoch++;
        seat.giveUpAtNanos = heldUntilNanos + leaseNanos;
        seat.retryAtNanos = nowNanos;
        seat.granted.clear();
        out.suspended(session);
    }

    private void lose(String session, TenancyOutbox out) {
        seats.remove(session);
        out.lost(session);
    }

    private void ask(long nowNanos, String session, Seat seat, TenancyOutbox out) {
        seat.claim = ++sequence;
        seat.claimedAtNanos = nowNanos;
        seat.retryAtNanos = nowNanos + retryNanos;
        seat.granted.clear();
        Claim claim = new Claim(self, seat.claim, new Tenure(session, seat.epoch));
        others().forEach(node -> out.send(node, claim));
        handleVote(nowNanos, ballots.handleClaim(nowNanos, claim), out);
    }

    private void beat(long nowNanos, TenancyOutbox out) {
        nextBeatNanos = nowNanos + beatNanos;
        List<Tenure> held = new ArrayList<>();
        List<Tenure> claimed = new ArrayList<>();
        seats.forEach(
                (session, seat) -> (seat.state == State.HELD ? held : claimed).add(new Tenure(session, seat.epoch)));
        Beat beat = new Beat(self, ++sequence, voiceHost, voicePort, draining, held, claimed);
        beatsSentAt.put(beat.sequence(), nowNanos);
        beatsSentAt.values().removeIf(sentAt -> nowNanos - sentAt > leaseNanos);
        others().forEach(node -> out.send(node, beat));
        BeatSeen own = ballots.handleBeat(nowNanos, beat);
        if (own != null) {
            handleSeen(nowNanos, own, out);
        }
    }

    private void send(long nowNanos, String node, ClusterMessage message, TenancyOutbox out) {
        if (!self.equals(node)) {
            out.send(node, message);
        }
    }

    private List<String> others() {
        List<String> others = new ArrayList<>(quorum.members());
        quorum.next().stream().filter(node -> !quorum.members().contains(node)).forEach(others::add);
        others.remove(self);
        return others;
    }

    /** The moment from which on fewer than a quorum have given a word that lasts. */
    private long heldUntil(Seat seat) {
        boolean held = seat.state == State.HELD;
        if (held && !seen.isEmpty() && seat.heldSince <= oldestSeen && seenUntilNanos != Long.MIN_VALUE) {
            return seenUntilNanos;
        }
        Map<String, Long> givenAt = new HashMap<>(seat.granted);
        seen.forEach((node, last) -> {
            if (held && last.sequence() >= seat.heldSince) {
                givenAt.merge(node, last.sentAtNanos(), Math::max);
            }
        });
        return quorumUntil(givenAt);
    }

    private void reckon() {
        Map<String, Long> givenAt = new HashMap<>();
        oldestSeen = Long.MAX_VALUE;
        for (Map.Entry<String, Seen> entry : seen.entrySet()) {
            givenAt.put(entry.getKey(), entry.getValue().sentAtNanos());
            oldestSeen = Math.min(oldestSeen, entry.getValue().sequence());
        }
        seenUntilNanos = quorumUntil(givenAt);
    }

    private long quorumUntil(Map<String, Long> givenAt) {
        long best = Long.MIN_VALUE;
        for (long candidate : givenAt.values()) {
            if (candidate > best && quorum.agrees(node -> givenAt.getOrDefault(node, Long.MIN_VALUE) >= candidate)) {
                best = candidate;
            }
        }
        return best == Long.MIN_VALUE ? best : best + countedNanos;
    }
}
