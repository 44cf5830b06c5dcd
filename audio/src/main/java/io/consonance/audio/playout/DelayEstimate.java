package io.consonance.audio.playout;

import java.util.Arrays;

/**
 * How late packets come, as a histogram that forgets: lateness is arrival minus sequence times frame duration, minus the
 * least such value of the last two seconds.
 */
final class DelayEstimate {

    private static final long BIN_NANOS = 5_000_000;
    private static final int BINS = 61;
    private static final double FORGETTING = 0.998;
    private static final double QUANTILE = 0.97;
    private static final long FIRST_GUESS_NANOS = 40_000_000;

    private static final int MINIMA = 8;
    private static final long MINIMUM_SPAN_NANOS = 250_000_000;
    private static final double RESCALE_ABOVE = 1e6;

    private final float[] bins = new float[BINS];
    private final long[] minima = new long[MINIMA];
    private long minimaPeriod = Long.MIN_VALUE;
    private long periodEndNanos = Long.MIN_VALUE;
    private double weight = 1;
    private double total = 1;
    /** The bin that the quantile is in, and the weight of it and all above it: one packet moves the quantile little. */
    private int quantileBin;

    private double fromQuantileBin = 1;
    private long baseNanos;
    private long quantileNanos = FIRST_GUESS_NANOS;
    private long jitterNanos;
    private long lastRelativeNanos;
    private boolean empty = true;

    DelayEstimate() {
        // the guess that playout starts with counts as one packet, and is outvoted by the fiftieth or so
        quantileBin = (int) (FIRST_GUESS_NANOS / BIN_NANOS) - 1;
        bins[quantileBin] = 1;
    }

    /** A new speech: sequence numbers start again, so earlier arrivals say nothing about when these were sent. */
    void restart() {
        empty = true;
    }

    /** A packet arrived {@code relativeNanos} after sequence times frame duration. */
    void arrived(long nowNanos, long relativeNanos) {
        if (!empty) {
            jitterNanos += (Math.abs(relativeNanos - lastRelativeNanos) - jitterNanos) / 16;
        }
        lastRelativeNanos = relativeNanos;
        rememberMinimum(nowNanos, relativeNanos);
        int bin = (int) Math.min(BINS - 1, (relativeNanos - baseNanos) / BIN_NANOS);
        weight /= FORGETTING;
        float before = bins[bin];
        bins[bin] += (float) weight;
        fromQuantileBin += bin >= quantileBin ? bins[bin] - before : 0;
        total += weight;
        if (weight > RESCALE_ABOVE) {
            rescale();
        }
        moveQuantile();
        quantileNanos = (quantileBin + 1) * BIN_NANOS;
    }

    /** The relative arrival time of the fastest packets. */
    long baseNanos() {
        return baseNanos;
    }

    /** The lateness that all but three in a hundred packets keep below. */
    long quantileNanos() {
        return quantileNanos;
    }

    long jitterNanos() {
        return jitterNanos;
    }

    private void rememberMinimum(long nowNanos, long relativeNanos) {
        if (empty || nowNanos >= periodEndNanos) {
            beginPeriod(Math.floorDiv(nowNanos, MINIMUM_SPAN_NANOS));
        }
        int slot = slotOf(minimaPeriod);
        minima[slot] = Math.min(minima[slot], relativeNanos);
        baseNanos = Math.min(baseNanos, relativeNanos);
    }

    private void beginPeriod(long period) {
        if (empty || period - minimaPeriod >= MINIMA) {
            Arrays.fill(minima, Long.MAX_VALUE);
        } else {
            for (long passed = minimaPeriod + 1; passed <= period; passed++) {
                minima[slotOf(passed)] = Long.MAX_VALUE;
            }
        }
        empty = false;
        minimaPeriod = period;
        periodEndNanos = (period + 1) * MINIMUM_SPAN_NANOS;
        baseNanos = Long.MAX_VALUE;
        for (long minimum : minima) {
            baseNanos = Math.min(baseNanos, minimum);
        }
    }

    private static int slotOf(long period) {
        return (int) Math.floorMod(period, (long) MINIMA);
    }

    private void moveQuantile() {
        double above = (1 - QUANTILE) * total;
        while (quantileBin < BINS - 1 && fromQuantileBin - bins[quantileBin] >= above) {
            fromQuantileBin -= bins[quantileBin++];
        }
        while (fromQuantileBin < above && quantileBin > 0) {
            fromQuantileBin += bins[--quantileBin];
        }
    }

    private void rescale() {
        total = 0;
        fromQuantileBin = 0;
        for (int bin = 0; bin < BINS; bin++) {
            bins[bin] /= (float) weight;
            total += bins[bin];
            fromQuantileBin += bin >= quantileBin ? bins[bin] : 0;
        }
        weight = 1;
    }
}
