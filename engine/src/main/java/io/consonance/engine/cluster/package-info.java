/**
 * Which node of a cluster serves which session, as a plain machine: messages and the time go in, messages and decisions come out.
 *
 * <p>{@link io.consonance.engine.cluster.Tenancy} is the way in; {@link io.consonance.engine.cluster.ClusterMessage} is what nodes tell each other.
 */
package io.consonance.engine.cluster;
