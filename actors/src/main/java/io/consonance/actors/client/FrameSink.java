package io.consonance.actors.client;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Tells a client the packets of one connection, and its end.
 *
 * <p>At most {@value #WINDOW} packets are with the client at a time; while it has that many, nothing is demanded, so the socket is not
 * read. The client gives room back by halves, so that a packet costs one message and no answer. When upstream completes or fails,
 * or the stage is stopped otherwise, one {@link ClientActor.ConnectionEnded} follows the last packet. Allocates one message per packet.
 */
final class FrameSink extends GraphStage<SinkShape<ByteString>> {
    private static final int WINDOW = 64;

    private final Inlet<ByteString> in = Inlet.create("FrameSink.in");
    private final SinkShape<ByteString> shape = SinkShape.of(in);
    private final long attempt;
    private final ActorRef<ClientActor.Command> client;

    FrameSink(long attempt, ActorRef<ClientActor.Command> client) {
        this.attempt = attempt;
        this.client = client;
    }

    @Override
    public SinkShape<ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {
        private final AsyncCallback<Integer> roomMade = createAsyncCallback(this::makeRoom);
        private final Runnable processed = this::countProcessed;
        private int withClient;
        private boolean ended;

        /** The client's, which is another actor's even where it is the same thread's. */
        private int processedByClient;

        Logic() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    client.tell(new ClientActor.FrameReceived(attempt, grab(in), processed));
                    withClient++;
                    demand();
                }

                @Override
                public void onUpstreamFinish() {
                    end("the host ended the connection");
                    completeStage();
                }

                @Override
                public void onUpstreamFailure(Throwable failure) {
                    end(inWords(failure));
                    failStage(failure);
                }
            });
        }

        @Override
        public void preStart() {
            pull(in);
        }

        @Override
        public void postStop() {
            end("the connection was stopped");
        }

        private void demand() {
            if (withClient < WINDOW && !hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
            }
        }

        private void makeRoom(int frames) {
            withClient -= frames;
            demand();
        }

        private void countProcessed() {
            if (++processedByClient == WINDOW / 2) {
                processedByClient = 0;
                roomMade.invoke(WINDOW / 2);
            }
        }

        /** The innermost cause: what lies around it tells of streams and commands, not of the connection. */
        private static String inWords(Throwable failure) {
            Throwable cause = failure;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause.getMessage() == null ? cause.toString() : cause.getMessage();
        }

        private void end(String cause) {
            if (!ended) {
                ended = true;
                client.tell(new ClientActor.ConnectionEnded(attempt, cause));
            }
        }
    }
}
