package io.consonance.simulator.measure;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What was to be expected and what came of it.
 *
 * @param total over all rooms
 * @param rooms by room
 * @param strays payloads that reached somebody outside the room they were said in
 * @param foreign payloads that are not of this run
 */
public record Tally(Counts total, List<Counts> rooms, long strays, long foreign) {

    /** Both together, of the same rooms. */
    public Tally plus(Tally other) {
        List<Counts> sums = IntStream.range(0, rooms.size())
                .mapToObj(room -> rooms.get(room).plus(other.rooms.get(room)))
                .toList();
        return new Tally(total.plus(other.total), sums, strays + other.strays, foreign + other.foreign);
    }

    /**
     * Deliveries, one per frame and listener.
     *
     * @param expected by the rule of {@link Measurement}
     * @param delivered of the expected: arrived at least once
     * @param exactlyOnce of the expected: arrived once and not again
     * @param duplicates all arrivals beyond the first of their frame
     * @param reordered first arrivals after a later frame of the same speaker
     * @param unexpected arrivals the rule does not expect: around joining and leaving
     */
    public record Counts(
            long expected, long delivered, long exactlyOnce, long duplicates, long reordered, long unexpected) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        /** Expected and never arrived. */
        public long lost() {
            return expected - delivered;
        }

        /** Share of the expected deliveries that did not arrive exactly once; 0 where nothing was expected. */
        public double missedFraction() {
            return expected == 0 ? 0 : (double) (expected - exactlyOnce) / expected;
        }

        /** Both together. */
        public Counts plus(Counts other) {
            return new Counts(
                    expected + other.expected,
                    delivered + other.delivered,
                    exactlyOnce + other.exactlyOnce,
                    duplicates + other.duplicates,
                    reordered + other.reordered,
                    unexpected + other.unexpected);
        }
    }
}
