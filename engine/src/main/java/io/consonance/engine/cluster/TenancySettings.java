package io.consonance.engine.cluster;

import java.time.Duration;

/**
 * The times of a {@link Tenancy}; the same on every node.
 *
 * @param lease for how long a node may serve on the word of the others
 * @param beat how often it asks for their word; at most a quarter of the lease
 * @param patience how long it goes on asking for a session before it says that it lost it
 */
public record TenancySettings(Duration lease, Duration beat, Duration patience) {

    /** Checks what must hold between them. */
    public TenancySettings {
        if (beat.isNegative() || beat.isZero() || beat.multipliedBy(4).compareTo(lease) > 0) {
            throw new IllegalArgumentException("beat is " + beat + ", allowed above zero, up to a quarter of " + lease);
        }
        if (patience.compareTo(lease) < 0) {
            throw new IllegalArgumentException("patience is " + patience + ", allowed from the lease on, " + lease);
        }
    }
}
