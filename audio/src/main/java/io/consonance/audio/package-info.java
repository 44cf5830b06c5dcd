/** Opus and sound. */
package io.consonance.audio;
