package io.consonance.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** How a peer moves on a plane. Immutable. */
public sealed interface Walk {

    /** Where a peer is from a moment on, in metres; between two of them it goes straight, at constant speed. */
    record Position(long atNanos, double x, double y) {}

    /** The way of one peer, from the first position at or before the begin to one after the end. */
    List<Position> way(int peer, double width, double height, long durationNanos, SplittableRandom random);

    /**
     * Random waypoint: straight to a place anywhere on the plane at one speed, a pause, on to the next one.
     *
     * @param minSpeed metres per second, 0.1 to 100; not close to 0, or everybody is slow in the end
     * @param maxSpeed metres per second, at least the least
     * @param pause longest pause, drawn evenly from 0
     */
    record Waypoints(double minSpeed, double maxSpeed, Duration pause) implements Walk {

        /** Checks the ranges. */
        public Waypoints {
            Limits.requireWithin("min-speed", minSpeed, 0.1, 100);
            Limits.requireWithin("max-speed", maxSpeed, minSpeed, 100);
            Limits.requireWithin("pause", pause, Duration.ZERO, Duration.ofHours(1));
        }

        @Override
        public List<Position> way(int peer, double width, double height, long durationNanos, SplittableRandom random) {
            List<Position> way = new ArrayList<>();
            double x = random.nextDouble() * width;
            double y = random.nextDouble() * height;
            long now = 0;
            way.add(new Position(now, x, y));
            while (now < durationNanos) {
                double toX = random.nextDouble() * width;
                double toY = random.nextDouble() * height;
                double speed = minSpeed + random.nextDouble() * (maxSpeed - minSpeed);
                double metres = Math.sqrt((toX - x) * (toX - x) + (toY - y) * (toY - y));
                now += 1 + (long) (metres / speed * 1e9);
                way.add(new Position(now, toX, toY));
                now += (long) (random.nextDouble() * pause.toNanos());
                way.add(new Position(now, toX, toY));
                x = toX;
                y = toY;
            }
            return way;
        }
    }

    /**
     * What was recorded somewhere.
     *
     * @param ways by peer, each in order of time and not empty; more peers than ways begin again with the first one
     */
    record Track(List<List<Position>> ways) implements Walk {

        /** There has to be one. */
        public Track {
            Limits.require(!ways.isEmpty(), "file", "no rows", "at least one row");
        }

        @Override
        public List<Position> way(int peer, double width, double height, long durationNanos, SplittableRandom random) {
            return ways.get(peer % ways.size());
        }
    }
}
