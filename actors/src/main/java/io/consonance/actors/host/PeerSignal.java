package io.consonance.actors.host;

/** What happens on a peer's transport, besides frames. */
enum PeerSignal implements PeerActor.Command {
    /** The batch handed over last was taken; the next may follow. */
    TAKEN,
    /** The peer ended its side (FIN, or a framing nobody can follow): it has left. */
    PEER_ENDED,
    /** The transport is no more; always the last signal. */
    GONE
}
