package io.consonance.actors.host;

import io.consonance.actors.stream.TcpFraming;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;

/**
 * The stream end of one peer's connection: whole frames in, bytes with length prefixes out, the peer's actor on the other side.
 *
 * <p>Inward it takes one frame, tells it, and takes the next when the actor asked for it: an actor that is busy stops the
 * peer's TCP. Outward it holds the batch it was given; when downstream took all of it, it tells {@link PeerSignal#TAKEN}. Upstream's finish
 * (the peer's FIN) is told and leaves the outward side open; a failure of the socket, or downstream's cancellation, ends the stage.
 * {@link PeerSignal#GONE} is always the last thing told. Allocated per batch: the framed bytes
 * and a message.
 */
final class PeerStage extends GraphStage<FlowShape<ByteString, ByteString>> {
    /** What the stage tells. Called in the stream's thread. */
    interface Events {
        void opened(PeerTransport transport);

        void frame(ByteString frame);

        void signal(PeerSignal signal);
    }

    private final Inlet<ByteString> in = Inlet.create("PeerStage.in");
    private final Outlet<ByteString> out = Outlet.create("PeerStage.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final Events events;

    PeerStage(Events events) {
        this.events = events;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic implements PeerTransport {
        private ByteString waiting;
        private boolean batchOutstanding;
        private boolean finishing;
        private AsyncCallback<Consumer<Logic>> calls;

        Logic() {
            super(shape);
            setHandler(in, new Inward());
            setHandler(out, new Outward());
        }

        @Override
        public void preStart() {
            calls = createAsyncCallback(call -> call.accept(this));
            events.opened(this);
        }

        @Override
        public void postStop() {
            events.signal(PeerSignal.GONE);
        }

        @Override
        public void write(List<ByteString> frames) {
            ByteStringBuilder bytes = new ByteStringBuilder();
            frames.forEach(frame -> bytes.append(TcpFraming.frame(frame)));
            ByteString batch = bytes.result();
            calls.invoke(logic -> logic.take(batch));
        }

        @Override
        public void pull() {
            calls.invoke(Logic::pullIn);
        }

        @Override
        public void finish() {
            calls.invoke(Logic::finishOut);
        }

        @Override
        public void cut() {
            calls.invoke(logic -> logic.failStage(ConnectionCutException.INSTANCE));
        }

        private void take(ByteString batch) {
            waiting = batch;
            batchOutstanding = true;
            pushOut();
        }

        private void pullIn() {
            if (!isClosed(in) && !hasBeenPulled(in)) {
                pull(in);
            }
        }

        private void finishOut() {
            finishing = true;
            if (waiting == null) {
                complete(out);
                endIfBothEnded();
            }
        }

        private void pushOut() {
            if (!isAvailable(out)) {
                return;
            }
            if (waiting != null) {
                push(out, waiting);
                waiting = null;
                if (finishing) {
                    complete(out);
                    endIfBothEnded();
                }
            } else if (batchOutstanding) {
                batchOutstanding = false;
                events.signal(PeerSignal.TAKEN);
            }
        }

        private void endIfBothEnded() {
            if (isClosed(in) && isClosed(out)) {
                completeStage();
            }
        }

        private final class Inward extends AbstractInHandler {
            @Override
            public void onPush() {
                events.frame(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
                events.signal(PeerSignal.PEER_ENDED);
                endIfBothEnded();
            }
        }

        private final class Outward extends AbstractOutHandler {
            @Override
            public void onPull() {
                pushOut();
            }
        }
    }

    /** Why a connection was cut: the host decided it. */
    private static final class ConnectionCutException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final ConnectionCutException INSTANCE = new ConnectionCutException();

        private ConnectionCutException() {
            super("cut by the host", null, false, false);
        }
    }
}
