package io.consonance.simulator.live;

import io.consonance.actors.client.HostAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What a live run is asked for.
 *
 * @param peers 1 to 65,535
 * @param roomSize members of a full room, 1 to 65,535
 * @param duration how long is talked, 100 ms to 24 h
 * @param warmUp how long is talked before that without being measured, 0 to 10 minutes
 * @param seed everything random is drawn from it
 * @param churn whether peers leave and come back during the talk
 * @param host where the host listens; empty: one of our own, on the loopback interface
 * @param frame 10, 20, 40 or 60 ms
 * @param maxMissedFraction largest share of the expected deliveries that may fail to arrive exactly once, 0 to 1
 * @param maxP99 longest latency that 99 % of the deliveries may take
 */
public record LiveSettings(
        int peers,
        int roomSize,
        Duration duration,
        Duration warmUp,
        long seed,
        boolean churn,
        Optional<HostAddress> host,
        Duration frame,
        double maxMissedFraction,
        Duration maxP99) {

    /** Checks every range. */
    public LiveSettings {
        require(peers >= 1 && peers <= 65_535, "peers", peers, "1 to 65535");
        require(roomSize >= 1 && roomSize <= 65_535, "room-size", roomSize, "1 to 65535");
        require(
                duration.compareTo(Duration.ofMillis(100)) >= 0 && duration.compareTo(Duration.ofHours(24)) <= 0,
                "duration",
                duration,
                "100 ms to 24 h");
        require(
                !warmUp.isNegative() && warmUp.compareTo(Duration.ofMinutes(10)) <= 0,
                "warm-up",
                warmUp,
                "0 s to 10 min");
        long frameMillis = frame.toMillis();
        require(
                frame.equals(Duration.ofMillis(frameMillis))
                        && (frameMillis == 10 || frameMillis == 20 || frameMillis == 40 || frameMillis == 60),
                "frame",
                frame,
                "10ms, 20ms, 40ms or 60ms");
        require(maxMissedFraction >= 0 && maxMissedFraction <= 1, "max-loss", maxMissedFraction, "0 to 100%");
        require(!maxP99.isNegative(), "max-p99", maxP99, "0 or more");
    }

    /** Samples per frame at 48 kHz. */
    int frameSamples() {
        return Math.toIntExact(frame.toMillis() * 48);
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("--" + name + " " + value + ": use " + allowed);
        }
    }
}
