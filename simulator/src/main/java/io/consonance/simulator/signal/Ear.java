package io.consonance.simulator.signal;

import io.consonance.audio.fidelity.LogSpectrum;
import io.consonance.audio.opus.FrameDecoder;
import io.consonance.audio.playout.AdaptiveBuffer;
import io.consonance.audio.playout.Mixer;
import io.consonance.audio.playout.SpeakerPlayout;
import io.consonance.simulator.scenario.VoiceCodec;
import io.consonance.simulator.talk.SpeakerPlan;
import java.util.BitSet;

/**
 * What one listener really hears of one speaker: packets go through the playout that clients have, samples come out in blocks
 * of 10 ms, and each frame of them is held against the same frame of the clip that was said; a frame that nothing was played for
 * is held against silence. Not thread-safe; one owner.
 */
public final class Ear {

    private static final int BLOCK = Mixer.BLOCK_SAMPLES;
    private static final long BLOCK_NANOS = 10_000_000;

    private final Voice voice;
    private final int clipStart;
    private final int frameSamples;
    private final TracedBuffer buffer;
    private final SpeakerPlayout playout;
    private final LogSpectrum spectrum = new LogSpectrum();
    private final short[] block = new short[BLOCK];
    private final short[] heard;
    private int heardSamples;
    private int heardFrame = TracedBuffer.NOTHING_SAID;
    private boolean playing;
    private long nextBlockNanos;
    /** The frames of the speaker's plan that were played, or a guess in their place. */
    private final BitSet played = new BitSet();

    private long frames;
    private long unplayed;
    private long distanceMicroDb;
    private long codecAloneMicroDb;

    Ear(VoiceCodec codec, Voice voice, int clipStart, SpeakerPlan plan, long firstPlayNanos) {
        this.voice = voice;
        this.clipStart = clipStart;
        frameSamples = codec.frameSamples();
        nextBlockNanos = firstPlayNanos;
        buffer = new TracedBuffer(new AdaptiveBuffer(codec.frame().toNanos()), plan);
        playout = new SpeakerPlayout(new FrameDecoder(frameSamples), buffer);
        heard = new short[2 * frameSamples + BLOCK];
    }

    /** A speech begins. */
    public void start(long nowNanos) {
        playUntil(nowNanos);
        if (!playing) {
            playing = true;
            if (nextBlockNanos < nowNanos) {
                nextBlockNanos += (nowNanos - nextBlockNanos + BLOCK_NANOS - 1) / BLOCK_NANOS * BLOCK_NANOS;
            }
        }
        playout.start(nowNanos);
    }

    /**
     * A packet is here.
     *
     * @param sequence within the speech, as the receiver counts
     * @param planned the frame's number in the speaker's plan
     */
    public void arrive(long nowNanos, long sequence, int planned) {
        playUntil(nowNanos);
        buffer.comes(planned);
        byte[] packet = voice.packet(inClip(planned));
        playout.arrive(nowNanos, sequence, packet, 0, packet.length, 1, 0);
    }

    /** The speech is over. */
    public void stop(long nowNanos) {
        playUntil(nowNanos);
        playout.stop(nowNanos);
    }

    /** Plays everything that is due before a moment. */
    public void playUntil(long nowNanos) {
        while (playing && nextBlockNanos < nowNanos) {
            buffer.beginBlock(nextBlockNanos);
            playout.read(nextBlockNanos, block, BLOCK, true);
            int from = 0;
            for (int step = 0; step < buffer.steps(); step++) {
                hear(from, buffer.sample(step));
                judge();
                heardFrame = buffer.frame(step);
                from = buffer.sample(step);
            }
            hear(from, BLOCK);
            nextBlockNanos += BLOCK_NANOS;
            playing = playout.active();
        }
    }

    /**
     * Plays the rest, and judges what was never played.
     *
     * @param expected the frames of the speaker's plan that the listener should have heard
     */
    public void end(long nowNanos, BitSet expected) {
        playUntil(nowNanos);
        judge();
        heardFrame = TracedBuffer.NOTHING_SAID;
        BitSet silent = (BitSet) expected.clone();
        silent.andNot(played);
        silent.stream().map(this::inClip).filter(voice::isSpeech).forEach(frame -> {
            unplayed++;
            judge(frame, voice.silenceDb(frame));
        });
    }

    /** Frames of speech that were judged. */
    public long frames() {
        return frames;
    }

    /** Of these: that nothing was played for. */
    public long unplayed() {
        return unplayed;
    }

    /** Their log spectral distances to what was said, added up, in millionths of a decibel. */
    public long distanceMicroDb() {
        return distanceMicroDb;
    }

    /** The same frames' distances after the codec alone. */
    public long codecAloneMicroDb() {
        return codecAloneMicroDb;
    }

    private void hear(int from, int to) {
        int count = Math.min(to - from, heard.length - heardSamples);
        System.arraycopy(block, from, heard, heardSamples, count);
        heardSamples += count;
    }

    /** A frame has been played; the playout may have made it shorter or longer. */
    private void judge() {
        int samples = Math.min(heardSamples, frameSamples);
        heardSamples = 0;
        if (heardFrame == TracedBuffer.NOTHING_SAID || samples < frameSamples / 2) {
            return;
        }
        played.set(heardFrame);
        int frame = inClip(heardFrame);
        if (voice.isSpeech(frame)) {
            judge(frame, voice.distanceDb(frame, spectrum.of(heard, 0, samples)));
        }
    }

    private void judge(int frame, double distanceDb) {
        frames++;
        distanceMicroDb += Math.round(1e6 * distanceDb);
        codecAloneMicroDb += Math.round(1e6 * voice.codecAloneDb(frame));
    }

    private int inClip(int planned) {
        return (clipStart + planned) % voice.frames();
    }
}
