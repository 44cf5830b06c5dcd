package io.consonance.actors.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.Done;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * Relays the datagrams of one socket to where the published routes say, and emits what the relay actor has to know: claims
 * of addresses, and a report once a second. Has to run on a {@link SelectorLoop}; it owns the socket and closes it when it
 * ends, however it ends. Materialises the {@link Controls} by which other threads send from this socket and stop it.
 *
 * <p>Each time the selector finds the socket readable, one batch is read, up to its capacity and never waited for, and
 * handled there and then: the loop's thread is the stage's own, so a datagram needs no message to get in, and between two
 * batches the loop's other tasks have their turn. The kernel's receive buffer is the only queue; what does not fit there
 * the kernel drops. A send never blocks: it is done, or dropped and counted. Allocated: what the socket makes to say where
 * a datagram came from, unless it is where the one before came from.
 *
 * <p>Media never waits for control: up to {@value #MAX_SIGNALS} signals wait for a slow downstream, then further ones are
 * dropped and counted (a peer repeats its claim every 250 ms) and reports are put off.
 *
 * <p>When it is stopped, what the outbox still holds is sent, a last report is emitted, then it completes. It fails when
 * the socket fails, when somebody closes it, and when the selector is lost.
 */
final class RelayStage extends AbstractGraphStageWithMaterializedValue<SourceShape<IslandSignal>, RelayStage.Controls> {

    static final int MAX_SIGNALS = 1_024;

    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);
    private static final String REPORT = "report";

    /** A running stage, for any thread. */
    interface Controls {

        /** Datagrams to be sent from its socket. */
        IslandOutbox outbox();

        /** Completes it after the batch in hand; does nothing when it has ended. */
        void stop();
    }

    private final Outlet<IslandSignal> out = Outlet.create("RelayStage.out");
    private final SourceShape<IslandSignal> shape = SourceShape.of(out);
    private final DatagramChannel socket;
    private final DatagramRelay.Outlet sender;
    private final PublishedRoutes routes;
    private final boolean loopback;
    private final int batchCapacity;

    /**
     * For a bound, non-blocking socket; runs once.
     *
     * @param sender what sends from that socket
     */
    RelayStage(
            DatagramChannel socket,
            DatagramRelay.Outlet sender,
            PublishedRoutes routes,
            boolean loopback,
            int batchCapacity) {
        this.socket = socket;
        this.sender = sender;
        this.routes = routes;
        this.loopback = loopback;
        this.batchCapacity = batchCapacity;
    }

    @Override
    public SourceShape<IslandSignal> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, Controls> createLogicAndMaterializedValuePair(Attributes attributes) {
        Logic logic = new Logic();
        return Pair.create(logic, logic);
    }

    private final class Logic extends TimerGraphStageLogic implements Controls, SelectorLoop.Handler {

        private final IslandOutbox outbox = new IslandOutbox();
        private final DatagramBatch batch = new DatagramBatch(batchCapacity);
        private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(DatagramBatch.MAX_DATAGRAM_BYTES);
        private final Queue<IslandSignal> signals = new ArrayDeque<>();
        private final DatagramRelay relay = new DatagramRelay(routes, loopback, sender, this::signal, System::nanoTime);
        private final AsyncCallback<Done> signalled = createAsyncCallback(done -> emitNext());
        private final AsyncCallback<Done> stopped = createAsyncCallback(done -> finish());
        private final AsyncCallback<Throwable> lost = createAsyncCallback(this::failStage);
        private Registration registration;
        private boolean reportDue;
        private boolean finishing;

        Logic() {
            super(shape);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    emitNext();
                }
            });
        }

        @Override
        public IslandOutbox outbox() {
            return outbox;
        }

        @Override
        public void stop() {
            stopped.invoke(Done.done());
        }

        @Override
        public void preStart() throws IOException {
            registration = SelectorLoop.required().register(socket, SelectionKey.OP_READ, this);
            outbox.open(createAsyncCallback(done -> sendWaiting()));
            scheduleWithFixedDelay(REPORT, REPORT_INTERVAL, REPORT_INTERVAL);
        }

        @Override
        public void postStop() throws IOException {
            outbox.close();
            if (registration != null) {
                registration.cancel();
            }
            socket.close();
        }

        /** In the loop's thread, but outside of the stream: from here nothing may be pushed. */
        @Override
        public void ready() throws IOException {
            if (batch.fill(socket)) {
                relay.handle(batch);
            }
        }

        @Override
        public void failed(Throwable cause) {
            lost.invoke(cause);
        }

        @Override
        public void onTimer(Object key) {
            reportDue = true;
            emitNext();
        }

        private void signal(IslandSignal signal) {
            if (signals.size() == MAX_SIGNALS) {
                relay.add(RelayCounter.SIGNALS_DROPPED_QUEUE_FULL, 1);
                return;
            }
            signals.add(signal);
            if (signals.size() == 1) {
                signalled.invoke(Done.done());
            }
        }

        private void emitNext() {
            if (finishing || !isAvailable(out)) {
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

        private void finish() throws ClosedChannelException {
            if (finishing) {
                return;
            }
            finishing = true;
            registration.cancel();
            sendWaiting();
            signals.add(report());
            emitMultiple(out, signals.iterator(), this::completeStage);
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
