/**
 * Listeners that really decode: real packets through the playout of a real client, and what comes out judged against what was
 * said. Depends on no clock and no thread; the same bits everywhere.
 */
package io.consonance.simulator.signal;
