/** What peers cost a host that only stay connected. */
package io.consonance.benchmarks.idle;
