package io.consonance.actors.client;

import io.consonance.actors.host.HostConnection;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** A connection to a host in the same process: its frames become messages of the client, the client's go to it directly. */
final class LocalControl implements ControlConnection {
    private final HostConnection connection;

    private LocalControl(HostConnection connection) {
        this.connection = connection;
    }

    static ControlConnection open(HostConnection.Acceptor host, long attempt, ActorRef<ClientActor.Command> client) {
        client.tell(new ClientActor.ConnectionMade(attempt));
        return new LocalControl(host.connect(new HostConnection.Peer() {
            @Override
            public void handleFrame(ByteString frame) {
                client.tell(new ClientActor.FrameReceived(attempt, frame, () -> {}));
            }

            @Override
            public void handleClosed() {
                client.tell(new ClientActor.ConnectionEnded(attempt, "the host ended the connection"));
            }
        }));
    }

    @Override
    public boolean sendFrame(ByteString frame) {
        connection.sendFrame(frame);
        return true;
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void abort() {
        connection.close();
    }
}
