/**
 * From microphone samples to voice payloads: framing, a gate (voice activity or push-to-talk), the one closing frame. No
 * IO, no thread, no clock; one owner calls.
 */
package io.consonance.audio.capture;
