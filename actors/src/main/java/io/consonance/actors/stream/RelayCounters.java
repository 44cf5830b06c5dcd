package io.consonance.actors.stream;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** A snapshot of all {@link RelayCounter}s since the relay began. Immutable. */
public final class RelayCounters {

    /** Nothing counted yet. */
    public static final RelayCounters ZERO = new RelayCounters(new long[RelayCounter.COUNT]);

    private final long[] counts;

    private RelayCounters(long[] counts) {
        this.counts = counts;
    }

    static RelayCounters copyOf(long[] counts) {
        return new RelayCounters(counts.clone());
    }

    /** The count of one event. */
    public long get(RelayCounter counter) {
        return counts[counter.ordinal()];
    }

    /** Both together. */
    public RelayCounters plus(RelayCounters other) {
        long[] sums = counts.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.counts[i];
        }
        return new RelayCounters(sums);
    }

    RelayCounters plusOne(RelayCounter counter) {
        long[] sums = counts.clone();
        sums[counter.ordinal()]++;
        return new RelayCounters(sums);
    }

    /** Those that are not zero, by name. */
    public Map<RelayCounter, Long> nonZero() {
        Map<RelayCounter, Long> present = new EnumMap<>(RelayCounter.class);
        for (RelayCounter counter : RelayCounter.values()) {
            if (get(counter) != 0) {
                present.put(counter, get(counter));
            }
        }
        return present;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelayCounters that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return nonZero().toString();
    }
}
