/** How close decoded sound is to what was said. Pure arithmetic, the same bits on every machine. */
package io.consonance.audio.fidelity;
