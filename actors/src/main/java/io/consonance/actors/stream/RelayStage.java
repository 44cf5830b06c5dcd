package io.consonance.actors.stream;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * Relays the datagrams of a batch to where the published routes say, from the same buffers, and emits what the relay actor
 * has to know: claims of addresses, and a report once a second. Materialises the {@link IslandOutbox} by which other
 * threads send from this socket.
 *
 * <p>Media never waits for control: a batch is handled and the next one asked for whether downstream takes signals or not.
 * Up to {@value #MAX_SIGNALS} signals wait for a slow downstream, then further ones are dropped and counted (a peer repeats
 * its claim every 250 ms) and reports are put off. A send never blocks: it is done, or dropped and counted.
 *
 * <p>When upstream completes, what the outbox still holds is sent, a last report is emitted, then the stage completes. When
 * upstream fails, it fails at once. When a send finds the socket closed, it fails and cancels upstream. Allocated per
 * batch and per relay to bound peers: nothing.
 */
final class RelayStage
        extends AbstractGraphStageWithMaterializedValue<FlowShape<DatagramBatch, IslandSignal>, IslandOutbox> {

    static final int MAX_SIGNALS = 1_024;

    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);
    private static final String REPORT = "report";

    private final Inlet<DatagramBatch> in = Inlet.create("RelayStage.in");
    private final Outlet<IslandSignal> out = Outlet.create("RelayStage.out");
    private final FlowShape<DatagramBatch, IslandSignal> shape = FlowShape.of(in, out);
    private final PublishedRoutes routes;
    private final boolean loopback;
    private final DatagramRelay.Outlet socket;

    RelayStage(PublishedRoutes routes, boolean loopback, DatagramRelay.Outlet socket) {
        this.routes = routes;
        this.loopback = loopback;
        this.socket = socket;
    }

    @Override
    public FlowShape<DatagramBatch, IslandSignal> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, IslandOutbox> createLogicAndMaterializedValuePair(Attributes attributes) {
        IslandOutbox outbox = new IslandOutbox();
        return Pair.create(new Logic(outbox), outbox);
    }

    private final class Logic extends TimerGraphStageLogic {

        private final IslandOutbox outbox;
        private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(DatagramBatch.MAX_DATAGRAM_BYTES);
        private final Queue<IslandSignal> signals = new ArrayDeque<>();
        private final DatagramRelay relay = new DatagramRelay(routes, loopback, socket, this::signal);
        private boolean reportDue;

        Logic(IslandOutbox outbox) {
            super(shape);
            this.outbox = outbox;
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() throws ClosedChannelException {
                    relay.handle(grab(in));
                    pull(in);
                }

                @Override
                public void onUpstreamFinish() throws ClosedChannelException {
                    sendWaiting();
                    signals.add(report());
                    emitMultiple(out, signals.iterator(), Logic.this::completeStage);
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    emitNext();
                }
            });
        }

        @Override
        public void preStart() {
            outbox.open(createAsyncCallback(done -> sendWaiting()));
            scheduleWithFixedDelay(REPORT, REPORT_INTERVAL, REPORT_INTERVAL);
            pull(in);
        }

        @Override
        public void postStop() {
            outbox.close();
        }

        @Override
        public void onTimer(Object key) {
            if (!isClosed(in)) {
                reportDue = true;
                emitNext();
            }
        }

        private void signal(IslandSignal signal) {
            if (signals.size() == MAX_SIGNALS) {
                relay.add(RelayCounter.SIGNALS_DROPPED_QUEUE_FULL, 1);
                return;
            }
            signals.add(signal);
            emitNext();
        }

        private void emitNext() {
            if (!isAvailable(out)) {
                return;
            }
            IslandSignal next = signals.poll();
            if (next == null && reportDue) {
                reportDue = false;
                next = report();
            }
            if (next != null) {
                push(out, next);
            }
        }

        private IslandSignal report() {
            relay.add(RelayCounter.SENDS_DROPPED_QUEUE_FULL, outbox.takeDropped());
            return relay.report();
        }

        private void sendWaiting() throws ClosedChannelException {
            outbox.drain((destination, packet) -> {
                sendBuffer.clear();
                packet.copyToBuffer(sendBuffer);
                relay.send(sendBuffer.flip(), destination);
            });
            relay.checkOpen();
        }
    }
}
