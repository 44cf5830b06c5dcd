/** Bad networks without any IO: loss, delay, reordering, duplication, rate limits and outages, seeded, in any clock. */
package io.consonance.simulator.network;
