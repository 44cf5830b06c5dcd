/** Who talks when, and what it sounds like on the wire: seeded, without clocks or threads. */
package io.consonance.simulator.talk;
