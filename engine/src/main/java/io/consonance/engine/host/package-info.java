/**
 * The host side of a voice session as a plain machine: packets and the time go in, packets and events come out.
 *
 * <p>{@link io.consonance.engine.host.HostSession} is the way in. Whoever owns one brings the carrier: actors and sockets,
 * a game server's own network, or a simulation.
 */
package io.consonance.engine.host;
