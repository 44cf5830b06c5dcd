/**
 * From packets that arrive when they like to samples that are due when they are due. No IO, no thread, no clock: time is
 * passed in, and one owner calls.
 *
 * <p>{@link io.consonance.audio.playout.PlayoutBuffer} decides, frame by frame, what a listener plays; it sees sequence
 * numbers and times but no audio, so a simulation can run thousands of them without decoding.
 */
package io.consonance.audio.playout;
