package io.consonance.simulator.network;

/**
 * What lies between a peer and the host. Immutable.
 *
 * @param name what it is called
 * @param up from the peer
 * @param down to the peer
 */
public record NetworkProfile(String name, LinkProfile up, LinkProfile down) {}
