/**
 * One live run on several machines: a coordinator splits the peers, workers talk with their share, results are merged.
 *
 * <p>Coordinator and workers are nodes of a Pekko cluster that lasts for the run. Voice goes straight from the workers to the
 * host; through the cluster go a handful of messages per worker ({@link io.consonance.simulator.workers.WorkerMessage}).
 */
package io.consonance.simulator.workers;
