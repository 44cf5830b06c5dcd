package io.consonance.audio.client;

import java.util.List;

/**
 * What a client hears and says at the moment. Immutable.
 *
 * @param talking whether our own voice goes out
 * @param inputLevelDb peak of the last block that was recorded or played into the session, 0 is full scale, -96 silence
 * @param speakers those who are heard
 */
public record AudioStatus(boolean talking, double inputLevelDb, List<Speaker> speakers) {

    /**
     * One who is heard.
     *
     * @param name of the player
     * @param levelDb peak of the last block, 0 is full scale, -96 silence
     * @param lossFraction share of frames that were not there when they were due, 0..1
     * @param jitterMillis RFC 3550's
     * @param delayMillis what the playout buffer aims at
     */
    public record Speaker(String name, double levelDb, double lossFraction, double jitterMillis, double delayMillis) {}

    static double levelDb(short[] pcm, int samples) {
        int peak = 1;
        for (int i = 0; i < samples; i++) {
            peak = Math.max(peak, Math.abs(pcm[i]));
        }
        return Math.max(-96, 20 * Math.log10(peak / 32_768.0));
    }
}
