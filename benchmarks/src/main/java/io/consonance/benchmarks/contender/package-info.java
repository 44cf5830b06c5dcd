/** What the host is compared with, each a program of its own: {@code ready PORT} on stdout, {@code allocated BYTES} for each line on stdin. */
package io.consonance.benchmarks.contender;
