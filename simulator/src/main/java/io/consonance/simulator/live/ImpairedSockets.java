package io.consonance.simulator.live;

import io.consonance.actors.client.DatagramFilter;
import io.consonance.simulator.network.Impairment;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.talk.RandomStreams;

/**
 * The networks of all peers of a live run: drawn from the streams that virtual runs draw them from. A peer that comes back has
 * the network that it had. One owner; what it hands out belongs to the peers' threads.
 */
final class ImpairedSockets implements AutoCloseable {

    private final SessionPlan plan;
    private final RandomStreams random;
    private final long beginNanos = System.nanoTime();
    private final DatagramFilter[] sockets;
    private DelayLine line;

    ImpairedSockets(SessionPlan plan, RandomStreams random) {
        this.plan = plan;
        this.random = random;
        sockets = new DatagramFilter[plan.layout().peers()];
    }

    /** What lies between that peer and its socket. */
    DatagramFilter of(int peer) {
        if (sockets[peer] == null) {
            NetworkProfile network = plan.group(peer).network();
            sockets[peer] = network.equals(NetworkPresets.PERFECT) ? DatagramFilter.NONE : impaired(network, peer);
        }
        return sockets[peer];
    }

    private DatagramFilter impaired(NetworkProfile network, int peer) {
        if (line == null) {
            line = new DelayLine();
        }
        return new ImpairedSocket(
                new Impairment(network.up(), random.stream("up", peer), beginNanos),
                new Impairment(network.down(), random.stream("down", peer), beginNanos),
                line::add,
                System::nanoTime);
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }
}
