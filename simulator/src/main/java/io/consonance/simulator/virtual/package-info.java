/** Sessions in virtual time: the machines, impairments and playout buffers of the real thing on a clock that nobody waits for. */
package io.consonance.simulator.virtual;
