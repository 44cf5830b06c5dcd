package io.consonance.simulator.scenario;

import io.consonance.simulator.network.NetworkProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that happens to many at once. Immutable.
 *
 * @param name what its author calls it
 * @param at since the talk began, 0 to 24 h
 * @param lasts after which it is over; empty: it stays so
 * @param groups names of the groups it happens to; empty: all
 * @param change what happens
 */
public record ScenarioEvent(String name, Duration at, Optional<Duration> lasts, List<String> groups, Change change) {

    /** What may happen. */
    public sealed interface Change {}

    /** Another network lies between the peers and the host. */
    public record Network(NetworkProfile network) implements Change {}

    /** Everybody goes into one room, and back when it is over. */
    public record Gather(String room) implements Change {}

    /** Those who come at this time, and not before; for so long they keep coming. */
    public record Raid() implements Change {}

    /**
     * The host dies, and when it is over another one takes its place.
     *
     * @param keepsIds whether that one knows who was there under which id, as the nodes of a cluster do
     */
    public record HostDown(boolean keepsIds) implements Change {}

    /** Checks the ranges. */
    public ScenarioEvent {
        Limits.requireWithin("at", at, Duration.ZERO, Duration.ofHours(24));
        lasts.ifPresent(time -> Limits.requireWithin("for", time, Duration.ofMillis(1), Duration.ofHours(24)));
        groups = List.copyOf(groups);
    }

    /** When it is over since the talk began; Long.MAX_VALUE for never. */
    public long endNanos() {
        return lasts.map(time -> at.plus(time).toNanos()).orElse(Long.MAX_VALUE);
    }

    boolean concerns(PeerGroup group) {
        return groups.isEmpty() || groups.contains(group.name());
    }

    /** What happens, for a reader of the report. */
    public String words() {
        String whom = groups.isEmpty() ? "everybody" : String.join(", ", groups);
        if (change instanceof Network network) {
            return whom + " on " + network.network().name();
        }
        if (change instanceof Gather gather) {
            return whom + " into " + gather.room();
        }
        if (change instanceof Raid) {
            return whom + " arrive";
        }
        return "host down";
    }
}
