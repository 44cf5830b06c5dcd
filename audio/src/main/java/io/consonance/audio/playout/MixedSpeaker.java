package io.consonance.audio.playout;

/** A speaker in the mix: how loud, and a gain that never jumps. */
final class MixedSpeaker {

    /** One that is not among the loudest is decoded for a fifth of the time, to notice when it should be. */
    private static final int PROBE_EVERY_BLOCKS = 50;

    private static final int PROBE_BLOCKS = 10;

    final SpeakerPlayout playout;
    float volume = 1;
    boolean speaking;
    private final String name;
    private final short[] block = new short[Mixer.BLOCK_SAMPLES];
    private float gain;
    private boolean wasMixed;

    MixedSpeaker(String name, SpeakerPlayout playout) {
        this.name = name;
        this.playout = playout;
    }

    /** Those who are heard stay ahead until somebody is clearly louder, or two equals would take turns. */
    float loudness() {
        return playout.active() ? (playout.level() + 1) * volume * (wasMixed ? 1.5f : 1) : 0;
    }

    void mixInto(float[] sum, long nowNanos, boolean mixed, long blocks, int topPriority, float duck, Mixer.Tap tap) {
        boolean probe = Math.floorMod(blocks + name.hashCode(), (long) PROBE_EVERY_BLOCKS) < PROBE_BLOCKS;
        // one that is to fall silent is decoded once more, to be faded
        boolean fading = wasMixed && gain > 0;
        speaking = playout.read(nowNanos, block, Mixer.BLOCK_SAMPLES, mixed || probe || fading);
        if (tap != null && speaking) {
            tap.heard(name, block);
        }
        wasMixed = mixed;
        boolean outranked = playout.priority() < topPriority;
        float wanted = mixed && !outranked ? playout.amplitude() * volume * duck : 0;
        if (!speaking) {
            gain = wanted;
            return;
        }
        float step = (wanted - gain) / Mixer.BLOCK_SAMPLES;
        for (int i = 0; i < Mixer.BLOCK_SAMPLES; i++) {
            gain += step;
            sum[i] += block[i] * gain;
        }
        gain = wanted;
    }
}
