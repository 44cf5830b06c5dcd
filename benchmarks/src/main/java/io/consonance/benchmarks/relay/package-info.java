/** The same relay job for several relays, measured from outside: a load that speaks the link, and what it cost each of them. */
package io.consonance.benchmarks.relay;
