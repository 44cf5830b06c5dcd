/**
 * Hosts that share their sessions: which node serves which, and what of a session the others keep in memory. Driven by the engine's
 * {@link io.consonance.engine.cluster.Tenancy}; membership, transport and replication are Pekko's.
 */
package io.consonance.actors.cluster;
