package io.consonance.actors.client;

import org.apache.pekko.util.ByteString;

/** The connection that carries a client's reliable packets: TCP, or a host in the same process. Used by its client only. */
interface ControlConnection {
    /** Queues one packet; false if there is no room or the connection is over. */
    boolean sendFrame(ByteString frame);

    /** Sends what is queued, then ends; a {@link ClientActor.ConnectionEnded} follows. */
    void close();

    /** Ends at once and throws away what is queued: a reset, not a goodbye. */
    void abort();
}
