/** A cluster of hosts on this machine, what is done to its nodes while peers talk through them, and what the peers heard of it. */
package io.consonance.simulator.cluster;
