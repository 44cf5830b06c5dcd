/**
 * Media: one thread per UDP socket that waits in a selector and runs the stream island and the actors that belong to
 * the socket; the relay from socket to socket under the published route table; TCP framing; the socket of a peer.
 */
package io.consonance.actors.stream;
