/** What a run is about: sessions, groups of peers, what they say, where they are, and what happens to them. No clock, no IO. */
package io.consonance.simulator.scenario;
