package io.consonance.audio.client;

import java.util.function.Consumer;

/** Keeps the exceptions of an application's listener from the thread that plays, and tells of the first. Not thread-safe. */
final class GuardedSound implements SoundListener {

    private final SoundListener listener;
    private final Consumer<String> notices;
    private boolean reported;

    GuardedSound(SoundListener listener, Consumer<String> notices) {
        this.listener = listener;
        this.notices = notices;
    }

    @Override
    public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
        try {
            listener.onSpeaker(player, atSample, pcm, samples);
        } catch (RuntimeException e) {
            report(e);
        }
    }

    @Override
    public void onMix(long atSample, short[] pcm, int samples) {
        try {
            listener.onMix(atSample, pcm, samples);
        } catch (RuntimeException e) {
            report(e);
        }
    }

    private void report(RuntimeException e) {
        if (!reported) {
            reported = true;
            notices.accept("the sound listener failed; further failures of it are not reported: " + e);
        }
    }
}
