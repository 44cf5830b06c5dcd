package io.consonance.actors.client;

import io.consonance.actors.settings.ConnectionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where a client connects next, and when: the known addresses in turn, those it was sent to and joined at included, a growing and jittered pause after each round, and
 * one redirect per attempt. Not thread-safe; one owner.
 */
final class ConnectPlan {
    /** So many addresses learnt on the way are kept besides those that were given. */
    private static final int MOST_LEARNT = 16;

    private final List<HostAddress> addresses;
    private final int given;
    private final ConnectionSettings settings;
    private final RandomGenerator random;

    private int current;
    private int failedInARow;
    private HostAddress redirect;
    private boolean sentOn;

    ConnectPlan(List<HostAddress> addresses, ConnectionSettings settings, RandomGenerator random) {
        this.addresses = new ArrayList<>(addresses);
        this.given = addresses.size();
        this.settings = settings;
        this.random = random;
    }

    /** The address of the present attempt. */
    HostAddress target() {
        return redirect != null ? redirect : addresses.get(current);
    }

    /** Sends the present attempt elsewhere; false if it was sent on once already, so that hosts cannot play ball with a peer. */
    boolean redirect(HostAddress to) {
        if (sentOn) {
            return false;
        }
        sentOn = true;
        redirect = to;
        return true;
    }

    /** Where the present attempt was sent is a place to begin from, and may send it on in its turn. */
    void arrived() {
        sentOn = false;
    }

    /** The host let us in: from now on it is one of those that are tried. The oldest one learnt is forgotten when there are many. */
    void joined() {
        HostAddress address = target();
        if (!addresses.contains(address)) {
            addresses.add(address);
            if (addresses.size() > given + MOST_LEARNT) {
                addresses.remove(given);
                current = Math.min(current, addresses.size() - 1);
            }
        }
    }

    /**
     * The attempt failed or what it led to did not last: the pause before the next one, at the next address.
     *
     * @param unwilling whether its host fell silent or said that it stops: it may still take connections and never greet, so it is not the next one
     */
    long failed(boolean unwilling) {
        HostAddress lost = target();
        redirect = null;
        sentOn = false;
        current = (current + 1) % addresses.size();
        failedInARow++;
        passOver(lost, unwilling);
        return failedInARow % addresses.size() == 0 ? pause(failedInARow / addresses.size() - 1) : 0;
    }

    /**
     * A connection that had lasted ended: the pause before the next attempt, at the same address first.
     *
     * @param unwilling as above: another one goes first
     */
    long ended(boolean unwilling) {
        HostAddress lost = target();
        redirect = null;
        sentOn = false;
        failedInARow = 0;
        passOver(lost, unwilling);
        return pause(0);
    }

    private void passOver(HostAddress lost, boolean unwilling) {
        if (unwilling && addresses.get(current).equals(lost)) {
            current = (current + 1) % addresses.size();
        }
    }

    /** At most {@code reconnect-max}, at least {@code 1 - jitter} of the unjittered pause, so that many peers do not come back at once. */
    private long pause(int round) {
        long min = settings.reconnectMin().toNanos();
        long max = settings.reconnectMax().toNanos();
        long full = round >= Long.numberOfLeadingZeros(min) - 1 ? max : Math.min(max, min << round);
        return full - (long) (full * settings.reconnectJitter() * random.nextDouble());
    }
}
