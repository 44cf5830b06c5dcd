/** The command line of the benchmarks: {@code ./consonance bench}. */
package io.consonance.benchmarks.cli;
