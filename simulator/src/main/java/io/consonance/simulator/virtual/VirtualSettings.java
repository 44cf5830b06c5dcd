package io.consonance.simulator.virtual;

import io.consonance.simulator.network.NetworkProfile;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a run in virtual time is asked for.
 *
 * @param peers 1 to 1,000,000
 * @param roomSize members of a full room, 1 to 65,535
 * @param sessionSize most peers in one session, {@code roomSize} to 65,535; rooms are not split
 * @param duration how long is talked, 100 ms to 24 h
 * @param frame 10, 20, 40 or 60 ms
 * @param bitrateBps of the Opus packets, 6,000 to 128,000
 * @param corrects whether the packets carry in-band error correction
 * @param network between every peer and the host
 * @param seed everything random is drawn from it
 * @param threads 1 to 1,024; has no influence on the result
 * @param maxMissedFraction largest share of the expected deliveries that may fail to arrive exactly once
 * @param maxP99Millis longest latency that 99 % of the deliveries may take
 * @param minMos smallest mean opinion score
 */
public record VirtualSettings(
        int peers,
        int roomSize,
        int sessionSize,
        Duration duration,
        Duration frame,
        int bitrateBps,
        boolean corrects,
        NetworkProfile network,
        long seed,
        int threads,
        OptionalDouble maxMissedFraction,
        OptionalDouble maxP99Millis,
        OptionalDouble minMos) {

    /** Checks every range. */
    public VirtualSettings {
        require(peers >= 1 && peers <= 1_000_000, "peers", peers, "1 to 1000000");
        require(roomSize >= 1 && roomSize <= 65_535, "room-size", roomSize, "1 to 65535");
        require(
                sessionSize >= Math.min(roomSize, peers) && sessionSize <= 65_535,
                "session-size",
                sessionSize,
                Math.min(roomSize, peers) + " (a room) to 65535");
        require(
                duration.compareTo(Duration.ofMillis(100)) >= 0 && duration.compareTo(Duration.ofHours(24)) <= 0,
                "duration",
                duration,
                "100 ms to 24 h");
        long frameMillis = frame.toMillis();
        require(
                frame.equals(Duration.ofMillis(frameMillis))
                        && (frameMillis == 10 || frameMillis == 20 || frameMillis == 40 || frameMillis == 60),
                "frame",
                frame,
                "10ms, 20ms, 40ms or 60ms");
        require(bitrateBps >= 6_000 && bitrateBps <= 128_000, "bitrate", bitrateBps, "6000 to 128000");
        require(threads >= 1 && threads <= 1_024, "threads", threads, "1 to 1024");
        double missed = maxMissedFraction.orElse(0);
        require(missed >= 0 && missed <= 1, "max-loss", missed, "0 to 100%");
        require(maxP99Millis.orElse(0) >= 0, "max-p99", maxP99Millis, "0 or more");
        require(minMos.orElse(1) >= 1 && minMos.orElse(1) <= 4.5, "min-mos", minMos.orElse(1), "1 to 4.5");
    }

    /** Samples per frame at 48 kHz. */
    int frameSamples() {
        return Math.toIntExact(frame.toMillis() * 48);
    }

    /** Mean size of an Opus packet. */
    int payloadBytes() {
        return Math.toIntExact(Math.max(3, bitrateBps * frame.toMillis() / 8_000));
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("--" + name + " " + value + ": use " + allowed);
        }
    }
}
