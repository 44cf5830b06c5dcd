/** What a listener would think of it: the E-model and what goes into it. Pure arithmetic, the same bits everywhere. */
package io.consonance.simulator.quality;
