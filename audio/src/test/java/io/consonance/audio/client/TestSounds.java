package io.consonance.audio.client;

import io.consonance.audio.device.SoundFormat;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameDecoder;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.VoiceSound;
import java.util.ArrayList;
import java.util.List;

/** What is said to measure how it is heard, and the measures. */
final class TestSounds {

    /** Chirps stand this far apart: not a multiple of any frame or block, so that every phase is met. */
    static final int CHIRP_PERIOD_SAMPLES = 44_983;

    static final int CHIRP_SAMPLES = 2_880;

    private static final int SENTENCE_SAMPLES = 72_000;
    private static final int SENTENCE_AND_PAUSE_SAMPLES = 105_600;
    private static final int PIECE = 400 * Match.PER_MILLISECOND;
    private static final int MAX_LAG = 250 * Match.PER_MILLISECOND;
    private static final double QUIET = 300;

    private TestSounds() {}

    /** Sentences of 1.5 s with pauses of 0.7 s. */
    static short[] speech(int seconds) {
        short[] pcm = VoiceSound.speech(0, seconds * SoundFormat.SAMPLE_RATE_HZ);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = i % SENTENCE_AND_PAUSE_SAMPLES < SENTENCE_SAMPLES ? pcm[i] : 0;
        }
        return pcm;
    }

    /** A sweep from 400 to 3,400 Hz in 60 ms, once a period, the first after half a second. */
    static short[] chirps(int count) {
        short[] pcm = new short[(count + 1) * CHIRP_PERIOD_SAMPLES];
        for (int n = 0; n < count; n++) {
            int from = SoundFormat.SAMPLE_RATE_HZ / 2 + n * CHIRP_PERIOD_SAMPLES;
            for (int i = 0; i < CHIRP_SAMPLES; i++) {
                double t = i / (double) SoundFormat.SAMPLE_RATE_HZ;
                double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / CHIRP_SAMPLES);
                pcm[from + i] = (short) (9_000 * window * Math.sin(2 * Math.PI * (400 + 25_000 * t) * t));
            }
        }
        return pcm;
    }

    /** How long every chirp took, of what was said that is not silent; chirps that are not heard again took forever. */
    static double[] chirpDelaysMillis(short[] said, short[] heard) {
        float[] from = Match.quarter(said);
        float[] to = Match.quarter(heard);
        int length = CHIRP_SAMPLES / Match.STEP;
        List<Double> delays = new ArrayList<>();
        int at = 0;
        while (at + 2 * length + MAX_LAG < from.length) {
            // the window of a chirp rises slowly; its loudest part is in the middle
            if (Match.level(from, at, Match.PER_MILLISECOND) > QUIET) {
                Match match = Match.find(from, at, length, to, MAX_LAG);
                delays.add(match.correlation() > 0.4 ? match.delayMillis() : Double.POSITIVE_INFINITY);
                at += 2 * length;
            } else {
                at += Match.PER_MILLISECOND;
            }
        }
        return delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** How much alike the two are: the median of pieces of 400 ms, each compared where it fits best. */
    static double likeness(short[] said, short[] heard) {
        float[] from = Match.quarter(said);
        float[] to = Match.quarter(heard);
        List<Double> correlations = new ArrayList<>();
        for (int at = 0; at + PIECE + MAX_LAG < from.length; at += PIECE) {
            if (Match.level(from, at, PIECE) > QUIET) {
                correlations.add(Match.find(from, at, PIECE, to, MAX_LAG).correlation());
            }
        }
        return percentile(
                correlations.stream().mapToDouble(Double::doubleValue).sorted().toArray(), 50);
    }

    /** The same sound, encoded and decoded and nothing else. */
    static short[] throughCodec(short[] said, EncoderSettings settings) {
        FrameEncoder encoder = new FrameEncoder(settings);
        FrameDecoder decoder = new FrameDecoder(settings.frameSamples());
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        short[] frame = new short[settings.frameSamples()];
        short[] heard = new short[said.length];
        for (int at = 0; at + frame.length <= said.length; at += frame.length) {
            decoder.decode(packet, 0, encoder.encode(said, at, packet), frame);
            System.arraycopy(frame, 0, heard, at, frame.length);
        }
        return heard;
    }

    /** The value that so many percent keep below. */
    static double percentile(double[] sorted, double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(percent / 100 * sorted.length))];
    }
}
