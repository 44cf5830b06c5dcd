/**
 * Where sound comes from and goes to: sound cards through Java Sound, WAV files, tone and silence. Everything is 48 kHz,
 * mono, 16 bit, moved in blocks of 10 ms by one platform thread per device.
 */
package io.consonance.audio.device;
