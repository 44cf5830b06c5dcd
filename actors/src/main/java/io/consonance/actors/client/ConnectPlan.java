package io.consonance.actors.client;

import io.consonance.actors.settings.ConnectionSettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where a client connects next, and when: the known addresses in turn, a growing and jittered pause after each round, and
 * one redirect per attempt. Not thread-safe; one owner.
 */
final class ConnectPlan {
    private final List<HostAddress> addresses;
    private final ConnectionSettings settings;
    private final RandomGenerator random;

    private int current;
    private int failedInARow;
    private HostAddress redirect;

    ConnectPlan(List<HostAddress> addresses, ConnectionSettings settings, RandomGenerator random) {
        this.addresses = List.copyOf(addresses);
        this.settings = settings;
        this.random = random;
    }

    /** The address of the present attempt. */
    HostAddress target() {
        return redirect != null ? redirect : addresses.get(current);
    }

    /** Sends the present attempt elsewhere; false if it was sent on once already, so that hosts cannot play ball with a peer. */
    boolean redirect(HostAddress to) {
        if (redirect != null) {
            return false;
        }
        redirect = to;
        return true;
    }

    /** The attempt failed or what it led to did not last: the pause before the next one, at the next address. */
    long failed() {
        redirect = null;
        current = (current + 1) % addresses.size();
        failedInARow++;
        return failedInARow % addresses.size() == 0 ? pause(failedInARow / addresses.size() - 1) : 0;
    }

    /** A connection that had lasted ended: the pause before the next attempt, at the same address first. */
    long ended() {
        redirect = null;
        failedInARow = 0;
        return pause(0);
    }

    /** At most {@code reconnect-max}, at least {@code 1 - jitter} of the unjittered pause, so that many peers do not come back at once. */
    private long pause(int round) {
        long min = settings.reconnectMin().toNanos();
        long max = settings.reconnectMax().toNanos();
        long full = round >= Long.numberOfLeadingZeros(min) - 1 ? max : Math.min(max, min << round);
        return full - (long) (full * settings.reconnectJitter() * random.nextDouble());
    }
}
