package io.consonance.simulator.talk;

/**
 * One stretch of uninterrupted speech, in nanoseconds since the talk began.
 *
 * @param speaker index of the speaker within its room
 * @param startNanos first instant of speech
 * @param endNanos first instant of silence after it
 */
public record Talkspurt(int speaker, long startNanos, long endNanos) {}
