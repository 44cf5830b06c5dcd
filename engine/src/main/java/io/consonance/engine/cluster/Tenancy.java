package io.consonance.engine.cluster;

import io.consonance.engine.cluster.ClusterMessage.Beat;
import io.consonance.engine.cluster.ClusterMessage.BeatSeen;
import io.consonance.engine.cluster.ClusterMessage.Claim;
import io.consonance.engine.cluster.ClusterMessage.Tenure;
import io.consonance.engine.cluster.ClusterMessage.Vote;
import java.util.ArrayList;
import java.util.Collection;
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
 */
public final class Tenancy {

    private final String self;
    private final String voiceHost;
    private final int voicePort;
    private final long leaseNanos;
    private final long patienceNanos;
    private final Ballots ballots;
    private final Support support;
    private final Pace pace;
    private final Map<String, Seat> seats = new TreeMap<>();
    private long sequence;
    private boolean draining;

    /**
     * A node that serves nothing yet.
     *
     * @param self its name in the cluster; another one after every start of its process
     * @param voiceHost where peers reach it
     */
    public Tenancy(String self, String voiceHost, int voicePort, TenancySettings settings, long nowNanos) {
        this.self = self;
        this.voiceHost = voiceHost;
        this.voicePort = voicePort;
        this.leaseNanos = settings.lease().toNanos();
        this.patienceNanos = settings.patience().toNanos();
        this.ballots = new Ballots(self, leaseNanos);
        this.support = new Support(leaseNanos);
        // A node may stop and start anew under its name, and the others take nothing that seems older than what they
        // have heard.
        this.sequence = nowNanos;
        this.pace = new Pace(nowNanos, settings.beat().toNanos(), self);
    }

    /**
     * Who belongs to the cluster.
     *
     * @param members nodes that are full members, those that are about to leave included
     * @param next nodes that will be when the changes under way are complete
     */
    public void handleMembers(long nowNanos, Set<String> members, Set<String> next, TenancyOutbox out) {
        handleWake(nowNanos, out);
        boolean admitted = support.quorum().contains(self);
        if (!members.containsAll(support.quorum().members())) {
            ballots.handleVotersGone(nowNanos);
        }
        support.handleMembers(nowNanos, new Quorum(members, next));
        if (!admitted && support.quorum().contains(self)) {
            ballots.handleAdmitted(nowNanos);
        }
        // Without those who have gone, a word may last shorter.
        pace.dueAt(nowNanos);
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
            long above = Math.max(epoch, ballots.epochOf(session));
            Seat seat = new Seat(above + 1, nowNanos, nowNanos + patienceNanos);
            seats.put(session, seat);
            dueWith(seat);
            handleWake(nowNanos, out);
        }
    }

    /** This node does not serve the session any more; from now on others may. */
    public void release(long nowNanos, String session, TenancyOutbox out) {
        if (seats.remove(session) != null) {
            pace.beatSoon(nowNanos);
            handleWake(nowNanos, out);
        }
    }

    /** This node gives these sessions away: the others hear of it now, before anybody comes to them for one. */
    public void handOver(long nowNanos, Collection<String> sessions, TenancyOutbox out) {
        handleWake(nowNanos, out);
        if (seats.keySet().removeAll(Set.copyOf(sessions))) {
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
        return nowNanos < heldUntilNanos(session);
    }

    /** Until when this node may serve the session if nothing is heard meanwhile; never renewed once it has passed. */
    public long heldUntilNanos(String session) {
        Seat seat = seats.get(session);
        return seat == null || !seat.isHeld() ? Long.MIN_VALUE : support.untilNanos(seat);
    }

    /** Which node serves the session, as far as is known; null for none. */
    public String servedBy(long nowNanos, String session) {
        String node = ballots.servedBy(nowNanos, session);
        return self.equals(node) && !holds(nowNanos, session) ? null : node;
    }

    /** The last beats of the nodes heard of within that time, this one included. */
    public List<Beat> alive(long nowNanos, long withinNanos) {
        return ballots.alive(nowNanos, withinNanos).stream()
                .filter(beat -> support.quorum().contains(beat.from()))
                .toList();
    }

    /** Whether the cluster counts on this node: more than half have just seen its beats, and it gives its own word. */
    public boolean counts(long nowNanos) {
        return nowNanos < support.seenUntilNanos() && ballots.givesItsWord(nowNanos);
    }

    /** Whether this node serves the session or asks for it. */
    public boolean has(String session) {
        return seats.containsKey(session);
    }

    /** The sessions this node serves or asks for. */
    public Set<String> sessions() {
        return Set.copyOf(seats.keySet());
    }

    /** When {@link #handleWake} may have something to do. Being late does no harm but that leases run out. */
    public long wakeAtNanos() {
        return pace.dueNanos();
    }

    /** Does what is due; harmless when nothing is. */
    public void handleWake(long nowNanos, TenancyOutbox out) {
        if (nowNanos < pace.dueNanos()) {
            return;
        }
        List<Tenure> asking = new ArrayList<>();
        for (String session : List.copyOf(seats.keySet())) {
            Seat seat = seats.get(session);
            if (seat != null) {
                handleWake(nowNanos, session, seat, asking, out);
            }
        }
        if (!asking.isEmpty()) {
            ask(nowNanos, asking, out);
        }
        if (pace.isBeatDue(nowNanos)) {
            ballots.forget(nowNanos, support.quorum());
            support.forget(nowNanos);
            beat(nowNanos, out);
        }
        pace.reset();
        seats.values().forEach(this::dueWith);
    }

    private void handleWake(long nowNanos, String session, Seat seat, List<Tenure> asking, TenancyOutbox out) {
        long untilNanos = seat.isHeld() ? support.untilNanos(seat) : Long.MIN_VALUE;
        if (seat.isHeld() && nowNanos >= untilNanos) {
            suspend(session, seat, untilNanos, out);
        }
        if (!seat.isHeld() && nowNanos >= seat.giveUpAtNanos()) {
            lose(session, out);
        } else if (!seat.isHeld() && nowNanos >= pace.claimAtNanos(seat.retryAtNanos())) {
            asking.add(new Tenure(session, seat.epoch()));
        }
    }

    private void dueWith(Seat seat) {
        pace.dueAt(
                seat.isHeld()
                        ? support.untilNanos(seat)
                        : Math.min(pace.claimAtNanos(seat.retryAtNanos()), seat.giveUpAtNanos()));
    }

    private void receive(long nowNanos, ClusterMessage message, TenancyOutbox out) {
        if (!support.quorum().contains(message.from())) {
            return;
        }
        if (message instanceof Beat beat) {
            BeatSeen answer = ballots.handleBeat(nowNanos, beat);
            if (answer != null && support.quorum().stays(beat.from())) {
                out.send(beat.from(), answer);
            }
        } else if (message instanceof BeatSeen answer) {
            handleSeen(nowNanos, answer, out);
        } else if (message instanceof Claim claim && support.quorum().stays(claim.from())) {
            out.send(claim.from(), ballots.handleClaim(nowNanos, claim));
        } else if (message instanceof Vote vote) {
            handleVote(nowNanos, vote, out);
        }
    }

    private void handleSeen(long nowNanos, BeatSeen answer, TenancyOutbox out) {
        for (Tenure tenure : answer.superseded()) {
            Seat seat = seats.get(tenure.session());
            if (seat != null && seat.isHeld() && answer.sequence() >= seat.heldSince()) {
                suspend(tenure.session(), seat, Math.min(nowNanos, support.untilNanos(seat)), out);
                if (tenure.epoch() > seat.epoch() - 1) {
                    lose(tenure.session(), out);
                }
            }
        }
        support.handleSeen(answer.from(), answer.sequence());
        if (support.seenUntilNanos() != Long.MIN_VALUE) {
            pace.dueAt(support.seenUntilNanos());
        }
    }

    private void handleVote(long nowNanos, Vote vote, TenancyOutbox out) {
        for (Tenure tenure : vote.granted()) {
            if (hasAsked(tenure.session(), vote)) {
                handleGrant(nowNanos, tenure.session(), vote, out);
            }
        }
        for (Tenure tenure : vote.refused()) {
            if (hasAsked(tenure.session(), vote)) {
                handleRefusal(tenure, vote, out);
            }
        }
    }

    private boolean hasAsked(String session, Vote vote) {
        Seat seat = seats.get(session);
        return seat != null && seat.hasAsked(vote.sequence());
    }

    private void handleGrant(long nowNanos, String session, Vote vote, TenancyOutbox out) {
        Seat seat = seats.get(session);
        Map<String, Long> word = seat.handleGrant(vote.from(), vote.sequence());
        if (!seat.isHeld() && nowNanos < support.grantedUntilNanos(nowNanos, word)) {
            boolean resumed = seat.state() == Seat.State.SUSPENDED;
            seat.hold(sequence + 1, vote.sequence());
            dueWith(seat);
            pace.beatSoon(nowNanos);
            if (resumed) {
                out.resumed(session, seat.epoch());
            } else {
                out.granted(session, seat.epoch());
            }
        }
    }

    private void handleRefusal(Tenure known, Vote vote, TenancyOutbox out) {
        Seat seat = seats.get(known.session());
        if (seat.state() == Seat.State.SUSPENDED && known.epoch() >= seat.epoch()) {
            // Somebody had it meanwhile, or is about to.
            lose(known.session(), out);
        } else if (!seat.isHeld()) {
            seat.handleRefusal(vote.sequence(), pace.retryNanos());
            if (known.epoch() >= seat.epoch()) {
                seat.raise(known.epoch() + 1);
            }
            dueWith(seat);
        }
    }

    private void suspend(String session, Seat seat, long heldUntilNanos, TenancyOutbox out) {
        seat.suspend(heldUntilNanos + leaseNanos);
        dueWith(seat);
        out.suspended(session);
    }

    private void lose(String session, TenancyOutbox out) {
        seats.remove(session);
        out.lost(session);
    }

    private void ask(long nowNanos, List<Tenure> asking, TenancyOutbox out) {
        pace.handleClaimSent(nowNanos);
        Claim claim = new Claim(self, ++sequence, asking);
        asking.forEach(
                tenure -> seats.get(tenure.session()).ask(nowNanos, sequence, leaseNanos / 2, support.countedNanos()));
        support.quorum().without(self).forEach(node -> out.send(node, claim));
        handleVote(nowNanos, ballots.handleClaim(nowNanos, claim), out);
    }

    private void beat(long nowNanos, TenancyOutbox out) {
        pace.handleBeatSent(nowNanos);
        List<Tenure> held = new ArrayList<>();
        List<Tenure> claimed = new ArrayList<>();
        seats.forEach((session, seat) -> (seat.isHeld() ? held : claimed).add(new Tenure(session, seat.epoch())));
        Beat beat = new Beat(self, ++sequence, voiceHost, voicePort, draining, held, claimed);
        support.handleSent(nowNanos, beat.sequence());
        support.quorum().without(self).forEach(node -> out.send(node, beat));
        BeatSeen own = ballots.handleBeat(nowNanos, beat);
        if (own != null) {
            handleSeen(nowNanos, own, out);
        }
    }
}
