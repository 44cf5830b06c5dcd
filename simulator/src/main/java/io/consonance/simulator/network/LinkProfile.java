package io.consonance.simulator.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One direction of a network. Immutable.
 *
 * @param loss what is lost at random
 * @param delay how long packets travel
 * @param inOrder whether a packet never arrives before one that was sent earlier, as on most access networks
 * @param reorderFraction share of packets that skip the delay, as netem does it, 0..1; has no effect with {@code inOrder}
 * @param duplicateFraction share of packets that arrive twice, 0..1
 * @param rate the bottleneck, if there is one
 * @param outages when nothing passes
 */
public record LinkProfile(
        LossModel loss,
        DelayModel delay,
        boolean inOrder,
        double reorderFraction,
        double duplicateFraction,
        Optional<RateLimit> rate,
        List<Outage> outages) {

    /** Everything arrives at once. */
    public static final LinkProfile PERFECT = of(LossModel.NONE, DelayModel.constant(Duration.ZERO));

    /** Checks the ranges. */
    public LinkProfile {
        requireShare("reorderFraction", reorderFraction);
        requireShare("duplicateFraction", duplicateFraction);
        outages = List.copyOf(outages);
    }

    /** Loss and delay, in order, nothing else. */
    public static LinkProfile of(LossModel loss, DelayModel delay) {
        return new LinkProfile(loss, delay, true, 0, 0, Optional.empty(), List.of());
    }

    /** The same behind a bottleneck. */
    public LinkProfile withRate(RateLimit limit) {
        return new LinkProfile(loss, delay, inOrder, reorderFraction, duplicateFraction, Optional.of(limit), outages);
    }

    /** The same with so many packets arriving twice. */
    public LinkProfile withDuplicates(double fraction) {
        return new LinkProfile(loss, delay, inOrder, reorderFraction, fraction, rate, outages);
    }

    /** The same where packets overtake each other: by their delays, and so many by skipping it. */
    public LinkProfile withReordering(double fraction) {
        return new LinkProfile(loss, delay, false, fraction, duplicateFraction, rate, outages);
    }

    /** The same with these outages. */
    public LinkProfile withOutages(List<Outage> times) {
        return new LinkProfile(loss, delay, inOrder, reorderFraction, duplicateFraction, rate, times);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + ": use 0 to 1");
        }
    }
}
