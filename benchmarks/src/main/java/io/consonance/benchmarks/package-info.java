/** Benchmarks. */
package io.consonance.benchmarks;
