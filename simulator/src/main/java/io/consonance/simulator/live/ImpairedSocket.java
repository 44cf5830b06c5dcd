package io.consonance.simulator.live;

import io.consonance.actors.client.DatagramFilter;
import io.consonance.simulator.network.Impairment;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

/** The network between one virtual peer and its UDP socket, both directions. Called on the peer's thread only. */
final class ImpairedSocket implements DatagramFilter {

    /** Takes what is to happen at a time of the monotonic clock. */
    interface Later {
        void add(long atNanos, Runnable what);
    }

    private final Impairment up;
    private final Impairment down;
    private final Later later;
    private final LongSupplier nanoTime;

    ImpairedSocket(Impairment up, Impairment down, Later later, LongSupplier nanoTime) {
        this.up = up;
        this.down = down;
        this.later = later;
        this.nanoTime = nanoTime;
    }

    @Override
    public void outgoing(InetSocketAddress to, int bytes, Runnable pass) {
        offer(up, bytes, pass);
    }

    @Override
    public void incoming(InetSocketAddress from, int bytes, Runnable pass) {
        offer(down, bytes, pass);
    }

    private void offer(Impairment link, int bytes, Runnable pass) {
        int copies = link.offer(nanoTime.getAsLong(), bytes);
        for (int copy = 0; copy < copies; copy++) {
            later.add(link.arrivalNanos(copy), pass);
        }
    }
}
