/** The Dissonance wire format: packets, their encodings and the arithmetic on their fields. */
package io.consonance.engine.wire;
