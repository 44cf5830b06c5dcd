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

    private final SplittableRandom random;
    private final long beginNanos;
    private LossModel loss;
    private DelayModel delay;
    private long stepNanos;
    private boolean bursty;
    private double persistence;
    private double badFraction;
    private boolean inOrder;
    private double reorderFraction;
    private double duplicateFraction;
    private RateLimit rate;
    private long burstNanos;
    private long queueNanos;
    private Outage[] outages;

    private boolean bad;
    private long stepIndex;
    /** When the next step begins, since the link did. */
    private long nextStepNanos;

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
        persistence = 1 - loss.goodToBad() - loss.badToGood();
        badFraction = loss.badFraction();
        inOrder = profile.inOrder();
        reorderFraction = profile.reorderFraction();
        duplicateFraction = profile.duplicateFraction();
        rate = profile.rate().orElse(null);
        burstNanos = rate == null ? 0 : rate.nanosFor(rate.burstBytes());
        queueNanos = rate == null ? 0 : rate.nanosFor(rate.queueBytes());
        outages = profile.outages().toArray(Outage[]::new);
        sentByNanos = Long.MIN_VALUE;
        lastBytes = -1;
        bad = bursty && random.nextDouble() < loss.badFraction();
        if (!delay.isConstant() && !delay.isTrace()) {
            normal = NormalDistribution.next(random);
            fresh = NormalDistribution.next(random);
        }
        stepIndex = Long.MIN_VALUE;
        nextStepNanos = Long.MIN_VALUE;
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

    /** The chain after any number of steps, in one draw. */
    private void advanceState(long nowNanos) {
        long sinceNanos = nowNanos - beginNanos;
        if (sinceNanos < nextStepNanos) {
            return;
        }
        boolean known = stepIndex != Long.MIN_VALUE;
        // mostly there is a packet in every step: saves a division
        long index =
                known && sinceNanos - nextStepNanos < stepNanos ? stepIndex + 1 : Math.floorDiv(sinceNanos, stepNanos);
        long steps = index - stepIndex;
        stepIndex = index;
        nextStepNanos = (index + 1) * stepNanos;
        if (!known) {
            // before the first packet the state is drawn, not advanced
            return;
        }
        double remains = steps == 1 ? persistence : steps > 1_000 ? 0 : power(persistence, (int) steps);
        double chanceBad = bad ? badFraction + (1 - badFraction) * remains : badFraction * (1 - remains);
        bad = random.nextDouble() < chanceBad;
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

    /** Whole ones; what is left counts the next time. */
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

    private static double power(double base, int exponent) {
        double value = 1;
        double square = base;
        for (int rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                value *= square;
            }
            square *= square;
        }
        return value;
    }
}
