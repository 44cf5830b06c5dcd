package io.consonance.actors.stream;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.apache.pekko.Done;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;

/**
 * The datagrams of one socket, a batch at a time. Has to run on a {@link SelectorLoop}; it owns the socket and closes it
 * when the stage ends, however it ends.
 *
 * <p>Each time the selector finds the socket readable, one batch is read, up to its capacity and never waited for, and
 * handed on. There is one batch: it is filled again only after downstream has asked for the next, so downstream has to be
 * done with it by then, in the same thread. While downstream is slow the socket is not watched, and the kernel's receive
 * buffer is the only queue; what does not fit there the kernel drops. Between two batches the loop's other tasks have
 * their turn.
 *
 * <p>Completes when its {@link Switch} is thrown. Fails when the socket fails, when somebody closes it, and when the selector is lost.
 * Allocated: one message per batch, the source address per datagram (none if it repeats the one before).
 */
final class DatagramSource
        extends AbstractGraphStageWithMaterializedValue<SourceShape<DatagramBatch>, DatagramSource.Switch> {

    /** Ends the source from any thread. */
    interface Switch {

        /** Completes after the batch in hand; does nothing when it has ended. */
        void stop();
    }

    private final Outlet<DatagramBatch> out = Outlet.create("DatagramSource.out");
    private final SourceShape<DatagramBatch> shape = SourceShape.of(out);
    private final DatagramChannel socket;
    private final int batchCapacity;

    /** For a bound, non-blocking socket; a source of datagrams once. */
    DatagramSource(DatagramChannel socket, int batchCapacity) {
        this.socket = socket;
        this.batchCapacity = batchCapacity;
    }

    @Override
    public SourceShape<DatagramBatch> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, Switch> createLogicAndMaterializedValuePair(Attributes attributes) {
        Logic logic = new Logic();
        return Pair.create(logic, () -> logic.stopped.invoke(Done.done()));
    }

    private final class Logic extends GraphStageLogic implements SelectorLoop.Handler {

        private final DatagramBatch batch = new DatagramBatch(batchCapacity);
        private final AsyncCallback<Done> stopped = createAsyncCallback(done -> completeStage());
        private final AsyncCallback<Done> readable = createAsyncCallback(done -> read());
        private final AsyncCallback<Throwable> lost = createAsyncCallback(this::failStage);
        private Registration registration;

        /** Whether the stage has been told that the socket is readable and has not looked yet. */
        private boolean told;

        Logic() {
            super(shape);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    registration.interest(SelectionKey.OP_READ);
                }
            });
        }

        @Override
        public void preStart() throws IOException {
            registration = SelectorLoop.required().register(socket, 0, this);
        }

        @Override
        public void ready() {
            if (!told) {
                told = true;
                readable.invoke(Done.done());
            }
        }

        @Override
        public void failed(Throwable cause) {
            lost.invoke(cause);
        }

        private void read() {
            told = false;
            if (!isAvailable(out)) {
                registration.interest(0);
                return;
            }
            try {
                if (batch.fill(socket)) {
                    push(out, batch);
                }
            } catch (IOException failure) {
                failStage(failure);
            }
        }

        @Override
        public void postStop() throws IOException {
            if (registration != null) {
                registration.cancel();
            }
            socket.close();
        }
    }
}
