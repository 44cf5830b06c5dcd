/** Opus frames in and out, on Concentus, with its silent traps fenced off. */
package io.consonance.audio.opus;
