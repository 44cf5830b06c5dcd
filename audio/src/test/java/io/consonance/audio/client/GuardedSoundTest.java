package io.consonance.audio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedSoundTest {

    private final List<String> notices = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void shouldTellOfTheFirstFailureAndGoOn() {
        SoundListener sound = new GuardedSound(
                new SoundListener() {
                    @Override
                    public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
                        heard.add(player);
                        throw new IllegalStateException("no room on the disk");
                    }

                    @Override
                    public void onMix(long atSample, short[] pcm, int samples) {
                        heard.add("all");
                        throw new IllegalStateException("nor here");
                    }
                },
                notices::add);

        sound.onSpeaker("ann", 0, new short[1], 1);
        sound.onMix(0, new short[1], 1);
        sound.onSpeaker("bob", 1, new short[1], 1);

        assertThat(heard).containsExactly("ann", "all", "bob");
        assertThat(notices).hasSize(1).first().asString().contains("no room on the disk");
    }
}
