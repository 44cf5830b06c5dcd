package io.consonance.simulator.network;

import java.util.SplittableRandom;

/**
 * One direction of one peer's network: decides for each packet whether and when it arrives. The same for a virtual clock
 * and for a real one. Not thread-safe, one owner; time never goes back. Allocates nothing per packet.
 */
public final class Impairment {

    /** What a lost reliable packet waits for before it is sent again: the smallest timeout of common TCPs. */
    public static final long RETRANSMISSION_NANOS = 200_000_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long UNKNOWN = Long.MIN_VALUE;
    /** So many steps after a state ended, at least, the next packet finds one drawn anew: no draw for each that passed. */
    private static final long FORGOTTEN_STEPS = 1_000;
    /** And so many times the chain's memory: what is left of the old state is less than a draw can show. */
    private static final double FORGOTTEN_MEMORIES = 40;
    /** Seventy years: nothing overflows when it is added to a time. */
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 4;

    private final SplittableRandom random;
    private final long beginNanos;
    private LossModel loss;
    private DelayModel delay;
    private long stepNanos;
    private boolean bursty;
    /** Logarithms of the chances to stay as it is for one more step. */
    private double logStaysGood;

    private double logStaysBad;
    private long forgottenNanos;
    private boolean inOrder;
    private double reorderFraction;
    private double duplicateFraction;
    private RateLimit rate;
    private long burstNanos;
    private long queueNanos;
    private Outage[] outages;

    private boolean bad;
    /** Until when the link is as it is, since it began. */
    private long stateEndsNanos;

    private double normal;
    /** Drawn ahead, so that no packet waits for it. */
    private double fresh;

    private long normalAtNanos;
    private long sentByNanos;
    private int lastBytes = -1;
    private long lastBytesNanos;
    private long lastArrivalNanos = Long.MIN_VALUE;
    private long lastReliableNanos = Long.MIN_VALUE;
    private long firstArrivalNanos;
    private long secondArrivalNanos;
    private long offered;
    private long lost;
    private long overflowed;

    /**
     * A link that is idle.
     *
     * @param random this link's own stream
     * @param beginNanos zero of the profile's outages and traces
     */
    public Impairment(LinkProfile profile, SplittableRandom random, long beginNanos) {
        this.random = random;
        this.beginNanos = beginNanos;
        change(profile);
        normalAtNanos = beginNanos;
    }

    /** The link is another one from now on; what is under way arrives as it would have, and order is kept. */
    public void change(LinkProfile profile) {
        loss = profile.loss();
        delay = profile.delay();
        stepNanos = loss.step().toNanos();
        bursty = loss.goodToBad() > 0;
        logStaysGood = StrictMath.log1p(-loss.goodToBad());
        logStaysBad = StrictMath.log1p(-loss.badToGood());
        double forgottenSteps = Math.max(FORGOTTEN_STEPS, FORGOTTEN_MEMORIES / (loss.goodToBad() + loss.badToGood()));
        forgottenNanos = (long) Math.min(FOREVER_NANOS, forgottenSteps * stepNanos);
        inOrder = profile.inOrder();
        reorderFraction = profile.reorderFraction();
        duplicateFraction = profile.duplicateFraction();
        rate = profile.rate().orElse(null);
        burstNanos = rate == null ? 0 : rate.nanosFor(rate.burstBytes());
        queueNanos = rate == null ? 0 : rate.nanosFor(rate.queueBytes());
        outages = profile.outages().toArray(Outage[]::new);
        sentByNanos = Long.MIN_VALUE;
        lastBytes = -1;
        bad = false;
        if (!delay.isConstant() && !delay.isTrace()) {
            normal = NormalDistribution.next(random);
            fresh = NormalDistribution.next(random);
        }
        stateEndsNanos = UNKNOWN;
    }

    /**
     * A packet enters the link.
     *
     * @param bytes of its payload
     * @return how many copies arrive: 0, 1 or 2; see {@link #arrivalNanos}
     */
    public int offer(long nowNanos, int bytes) {
        offered++;
        if (isOut(nowNanos) || isLost(nowNanos)) {
            lost++;
            return 0;
        }
        long leavesNanos = rate == null ? nowNanos : leavesNanos(nowNanos, bytes);
        if (leavesNanos < 0) {
            overflowed++;
            return 0;
        }
        long travel = travelNanos(nowNanos);
        if (travel < 0) {
            lost++;
            return 0;
        }
        firstArrivalNanos = ordered(leavesNanos + travel);
        if (duplicateFraction > 0 && random.nextDouble() < duplicateFraction) {
            long again = travelNanos(nowNanos);
            secondArrivalNanos = ordered(leavesNanos + Math.max(0, again));
            return 2;
        }
        return 1;
    }

    /** When a copy of the packet just offered arrives, 0 for the first, 1 for the second. */
    public long arrivalNanos(int copy) {
        return copy == 0 ? firstArrivalNanos : secondArrivalNanos;
    }

    /**
     * When a packet arrives that the carrier sends again until it gets through, in order: every loss costs
     * {@link #RETRANSMISSION_NANOS}, doubled each time. It does not count as offered and passes the bottleneck freely.
     */
    public long reliableArrivalNanos(long nowNanos) {
        long at = nowNanos;
        long timeout = RETRANSMISSION_NANOS;
        for (int attempt = 0; attempt < 8 && (isOut(at) || isLost(at)); attempt++) {
            at += timeout;
            timeout *= 2;
        }
        lastReliableNanos = Math.max(lastReliableNanos + 1, at + Math.max(0, travelNanos(at)));
        return lastReliableNanos;
    }

    /** Packets that entered the link. */
    public long offered() {
        return offered;
    }

    /** Packets lost at random or in an outage. */
    public long lost() {
        return lost;
    }

    /** Packets dropped because the queue was full. */
    public long overflowed() {
        return overflowed;
    }

    private boolean isOut(long nowNanos) {
        for (Outage outage : outages) {
            if (outage.covers(nowNanos - beginNanos)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLost(long nowNanos) {
        if (bursty) {
            advanceState(nowNanos);
        }
        double chance = bad ? loss.lossInBad() : loss.lossInGood();
        return chance > 0 && (chance >= 1 || random.nextDouble() < chance);
    }

    /** Draws how long each state lasts, which is rarer than drawing for every step whether it ends. */
    private void advanceState(long nowNanos) {
        long sinceNanos = nowNanos - beginNanos;
        if (sinceNanos < stateEndsNanos) {
            return;
        }
        if (stateEndsNanos == UNKNOWN || sinceNanos - stateEndsNanos > forgottenNanos) {
            bad = random.nextDouble() < loss.badFraction();
            stateEndsNanos = Math.floorDiv(sinceNanos, stepNanos) * stepNanos + stateNanos();
        }
        while (sinceNanos >= stateEndsNanos) {
            bad = !bad;
            stateEndsNanos += stateNanos();
        }
    }

    /** A geometric number of steps, at least one. */
    private long stateNanos() {
        double logStays = bad ? logStaysBad : logStaysGood;
        if (logStays == 0) {
            return FOREVER_NANOS;
        }
        double more = StrictMath.log(1 - random.nextDouble()) / logStays;
        return (long) Math.min(FOREVER_NANOS, (1 + Math.floor(more)) * stepNanos);
    }

    /** When the packet has left the bottleneck; -1 when the queue is full. */
    private long leavesNanos(long nowNanos, int bytes) {
        // one packet is mostly as long as the one before: saves a division
        if (bytes != lastBytes) {
            lastBytes = bytes;
            lastBytesNanos = rate.nanosFor(bytes + RateLimit.HEADER_BYTES);
        }
        long after = Math.max(sentByNanos, nowNanos) + lastBytesNanos;
        long leaves = Math.max(nowNanos, after - burstNanos);
        if (leaves - nowNanos > queueNanos) {
            return -1;
        }
        sentByNanos = after;
        return leaves;
    }

    private long travelNanos(long nowNanos) {
        if (delay.isConstant()) {
            return reorderFraction > 0 && random.nextDouble() < reorderFraction ? 0 : delay.constantNanos();
        }
        if (delay.isTrace()) {
            return delay.tracedNanos(nowNanos - beginNanos);
        }
        if (reorderFraction > 0 && random.nextDouble() < reorderFraction) {
            return 0;
        }
        normal = delay.hasMemory() ? delay.normalAfter(millisSinceNormal(nowNanos), normal, fresh) : fresh;
        fresh = NormalDistribution.next(random);
        return delay.nanosOf(normal);
    }

    /** Whole milliseconds; what is left of one counts the next time. */
    private long millisSinceNormal(long nowNanos) {
        long millis = Math.max(0, nowNanos - normalAtNanos) / NANOS_PER_MILLI;
        normalAtNanos = Math.min(nowNanos, normalAtNanos + millis * NANOS_PER_MILLI);
        return millis;
    }

    private long ordered(long arrivalNanos) {
        if (!inOrder) {
            return arrivalNanos;
        }
        lastArrivalNanos = Math.max(lastArrivalNanos, arrivalNanos);
        return lastArrivalNanos;
    }
}
