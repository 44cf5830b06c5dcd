package io.consonance.simulator.signal;

import io.consonance.audio.fidelity.LogSpectrum;
import io.consonance.audio.opus.FrameDecoder;
import io.consonance.simulator.talk.SpokenClip;

/** One clip ready to be compared with: what was said, and what the codec alone makes of it, frame by frame. Immutable. */
final class Voice {

    /** Frames this much weaker than the loudest hold no speech to be judged by. */
    private static final double SPEECH_OF_LOUDEST = 1e-4;

    private final byte[][] packets;
    private final float[][] said;
    private final boolean[] speech;
    private final double[] codecAloneDb;
    private final double[] silenceDb;
    private final double floor;

    Voice(SpokenClip clip, int frameSamples) {
        packets = clip.packets();
        int frames = packets.length;
        said = new float[frames][];
        speech = new boolean[frames];
        codecAloneDb = new double[frames];
        silenceDb = new double[frames];
        LogSpectrum spectrum = new LogSpectrum();
        double[] energies = new double[frames];
        double loudest = 0;
        double peak = 0;
        for (int frame = 0; frame < frames; frame++) {
            int from = clip.firstSample() + frame * frameSamples;
            energies[frame] = energy(clip.sound(), from, frameSamples);
            loudest = Math.max(loudest, energies[frame]);
            said[frame] = spectrum.of(clip.sound(), from, frameSamples);
            peak = Math.max(peak, LogSpectrum.peak(said[frame]));
        }
        floor = LogSpectrum.floor(peak);
        FrameDecoder decoder = new FrameDecoder(frameSamples);
        short[] pcm = new short[frameSamples];
        float[] silence = new float[LogSpectrum.COMPONENTS];
        for (int frame = 0; frame < frames; frame++) {
            speech[frame] = energies[frame] > SPEECH_OF_LOUDEST * loudest;
            decoder.decode(packets[frame], 0, packets[frame].length, pcm);
            codecAloneDb[frame] = distanceDb(frame, spectrum.of(pcm, 0, frameSamples));
            silenceDb[frame] = distanceDb(frame, silence);
        }
    }

    int frames() {
        return packets.length;
    }

    byte[] packet(int frame) {
        return packets[frame];
    }

    boolean isSpeech(int frame) {
        return speech[frame];
    }

    double codecAloneDb(int frame) {
        return codecAloneDb[frame];
    }

    /** How far silence is from what was said in a frame. */
    double silenceDb(int frame) {
        return silenceDb[frame];
    }

    /** How far what was heard is from what was said in a frame. */
    double distanceDb(int frame, float[] heard) {
        return LogSpectrum.distanceDb(said[frame], heard, floor);
    }

    private static double energy(short[] sound, int from, int samples) {
        double sum = 0;
        for (int i = from; i < from + samples; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return sum;
    }
}
