/** The commands that need sound: {@code join} and {@code record}. */
package io.consonance.audio.cli;
