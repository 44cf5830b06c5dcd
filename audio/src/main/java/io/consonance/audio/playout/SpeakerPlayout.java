package io.consonance.audio.playout;

import io.consonance.audio.opus.OpusPacket;
import io.consonance.audio.opus.VoiceDecoder;
import java.util.Arrays;

/**
 * One speaker's voice: packets in when they arrive, samples out when they are due.
 *
 * <p>Carries out what a {@link PlayoutBuffer} decides: decodes, recovers, conceals, and makes frames shorter or longer where
 * it is not heard. Begins and ends without a click. Not thread-safe; one owner. Nothing is allocated per frame outside
 * the decoder, once every slot has held its largest packet.
 */
public final class SpeakerPlayout {

    private static final int SAMPLES_PER_MILLISECOND = 48;
    private static final double NANOS_PER_SAMPLE = 1e6 / SAMPLES_PER_MILLISECOND;
    private static final int FADE_SAMPLES = 240;
    private static final int HURRY_SAMPLES = 90;
    private static final float HELD = 0.9f;

    private final VoiceDecoder decoder;
    private final PlayoutBuffer buffer;
    private final FrameLength length = new FrameLength();
    private final byte[][] packets = new byte[PlayoutBuffer.SLOTS][0];
    private final int[] packetBytes = new int[PlayoutBuffer.SLOTS];
    private final float[] amplitudes = new float[PlayoutBuffer.SLOTS];
    private final int[] priorities = new int[PlayoutBuffer.SLOTS];
    private final short[] frame;
    private int frameFilled;
    private int frameRead;
    /** How a guess would have gone on that was cut short; what follows it is faded in over this. */
    private final short[] cutOff = new short[FADE_SAMPLES];

    private int cutOffSamples;
    private boolean sounding;
    private boolean ended;
    private boolean forgotten;
    private float amplitude = 1;
    private int priority;
    private float level;

    /** A silent speaker; the buffer must be made for the decoder's frame duration. */
    public SpeakerPlayout(VoiceDecoder decoder, PlayoutBuffer buffer) {
        this.decoder = decoder;
        this.buffer = buffer;
        // room for a frame made longer by half
        frame = new short[decoder.frameSamples() * 3 / 2 + FADE_SAMPLES];
    }

    /** A speech begins. */
    public void start(long nowNanos) {
        buffer.start(nowNanos);
    }

    /** The speech is over; what has arrived of it is still played. */
    public void stop(long nowNanos) {
        buffer.stop(nowNanos);
    }

    /**
     * A packet arrived; its bytes are copied.
     *
     * @param sequence counts from 0 at the start of the speech
     * @param channelAmplitude 0..2, from the packet's channels
     * @param channelPriority {@code ChannelPriority.level()} of the packet's channels
     */
    public void arrive(
            long nowNanos,
            long sequence,
            byte[] packet,
            int offset,
            int bytes,
            float channelAmplitude,
            int channelPriority) {
        int slot = buffer.arrive(nowNanos, sequence, OpusPacket.carriesCorrection(packet, offset, bytes));
        if (slot == PlayoutBuffer.NOT_NEEDED) {
            return;
        }
        if (packets[slot].length < bytes) {
            packets[slot] = new byte[Math.max(bytes, 2 * packets[slot].length)];
        }
        System.arraycopy(packet, offset, packets[slot], 0, bytes);
        packetBytes[slot] = bytes;
        amplitudes[slot] = channelAmplitude;
        priorities[slot] = channelPriority;
    }

    /**
     * Writes the next samples to {@code pcm[0, samples)}: 48 kHz, not yet multiplied by any volume.
     *
     * @param nowNanos when the first of them is played
     * @param decode whether to decode at all; playout goes on either way, and nothing is heard while it does not
     * @return whether any of them is sound
     */
    public boolean read(long nowNanos, short[] pcm, int samples, boolean decode) {
        boolean sound = false;
        int written = 0;
        while (written < samples) {
            if (frameRead == frameFilled) {
                next(nowNanos + (long) (written * NANOS_PER_SAMPLE), decode);
            }
            int count = Math.min(samples - written, frameFilled - frameRead);
            System.arraycopy(frame, frameRead, pcm, written, count);
            frameRead += count;
            written += count;
            sound |= sounding;
        }
        return sound;
    }

    /** Whether a speech is being received or still being played. */
    public boolean active() {
        return buffer.active() || frameRead < frameFilled && sounding;
    }

    /** Of the packet being played, 0..2. */
    public float amplitude() {
        return amplitude;
    }

    /** {@code ChannelPriority.level()} of the packet being played. */
    public int priority() {
        return priority;
    }

    /** How loud the speaker was lately: root mean square, 0..32768, as decoded. */
    public float level() {
        return level;
    }

    /** Timing and counts. */
    public PlayoutBuffer buffer() {
        return buffer;
    }

    /** Packets that could not be decoded and were concealed. */
    public long packetsDamaged() {
        return decoder.packetsDamaged();
    }

    private void next(long nowNanos, boolean decode) {
        PlayoutStep step = buffer.play(nowNanos);
        frameRead = 0;
        int samples = decoder.frameSamples();
        int wanted = Math.max(1, (int) Math.round(buffer.stepNanos() / NANOS_PER_SAMPLE));
        if (step == PlayoutStep.DECODE) {
            amplitude = amplitudes[buffer.slot()];
            priority = priorities[buffer.slot()];
        }
        if (step == PlayoutStep.SILENCE || !decode) {
            cutOffSamples = decode ? cutOffSamples : 0;
            beSilent(step == PlayoutStep.SILENCE ? Math.min(wanted, samples) : samples);
            forgotten |= step != PlayoutStep.SILENCE;
            return;
        }
        if (buffer.beginsSpeech() || forgotten) {
            decoder.reset();
            forgotten = false;
        }
        decode(step);
        if (step == PlayoutStep.DECODE) {
            measure(samples);
        }
        goOnFromCutOff();
        frameFilled = step == PlayoutStep.STRETCH ? cut(samples, wanted) : resized(samples, wanted);
        if (!sounding) {
            fade(0, Math.min(FADE_SAMPLES, frameFilled), true);
        }
        sounding = true;
        if (buffer.endsSpeech()) {
            int fading = Math.min(FADE_SAMPLES, frameFilled);
            fade(frameFilled - fading, fading, false);
            ended = true;
        }
    }

    private void decode(PlayoutStep step) {
        int slot = buffer.slot();
        switch (step) {
            case DECODE -> decoder.decode(packets[slot], 0, packetBytes[slot], frame);
            case RECOVER -> decoder.recover(packets[slot], 0, packetBytes[slot], frame);
            default -> decoder.conceal(frame);
        }
    }

    private int resized(int samples, int wanted) {
        return wanted < samples
                ? length.shorten(frame, samples, samples - wanted, samples - wanted >= HURRY_SAMPLES)
                : length.lengthen(frame, samples, Math.min(wanted - samples, samples / 2));
    }

    /** The first part of a guess. The decoder takes the whole of it for played, so what comes next does not fit the cut. */
    private int cut(int samples, int wanted) {
        int played = Math.min(samples, wanted);
        cutOffSamples = Math.min(FADE_SAMPLES, samples - played);
        System.arraycopy(frame, played, cutOff, 0, cutOffSamples);
        return played;
    }

    private void goOnFromCutOff() {
        for (int i = 0; i < cutOffSamples; i++) {
            frame[i] = (short) ((cutOff[i] * (cutOffSamples - i) + frame[i] * i) / cutOffSamples);
        }
        cutOffSamples = 0;
    }

    /** If there was sound, one more guess fades away. */
    private void beSilent(int samples) {
        if (sounding && !ended && !forgotten) {
            decoder.conceal(frame);
            goOnFromCutOff();
            int fading = Math.min(FADE_SAMPLES, decoder.frameSamples());
            fade(0, fading, false);
            frameFilled = fading;
        } else {
            Arrays.fill(frame, 0, samples, (short) 0);
            frameFilled = samples;
        }
        level *= forgotten ? 1 : HELD;
        sounding = false;
        ended = false;
    }

    private void fade(int from, int count, boolean in) {
        for (int i = 0; i < count; i++) {
            int gain = in ? i : count - 1 - i;
            frame[from + i] = (short) (frame[from + i] * gain / count);
        }
    }

    private void measure(int samples) {
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += (double) frame[i] * frame[i];
        }
        float now = (float) Math.sqrt(sum / samples);
        level = now > level ? now : level + (1 - HELD) * (now - level);
    }
}
