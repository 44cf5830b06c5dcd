package io.consonance.audio.example;

import io.consonance.actors.host.VoiceHost;
import io.consonance.audio.client.AudioClient;
import io.consonance.audio.client.SoundListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A host, a bot that announces something with a chime, and somebody in the lobby who hears it. */
public final class AnnouncerBot {
    private AnnouncerBot() {}

    /** Prints who was heard, and at what pitch. */
    public static void main(String[] args) throws Exception {
        System.out.println(run());
    }

    static String run() throws Exception {
        var heard = new CompletableFuture<String>();
        SoundListener ears = new SoundListener() {
            private final short[] chime = new short[24_000];
            private int length;

            @Override
            public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
                if (length + samples <= chime.length) {
                    System.arraycopy(pcm, 0, chime, length, samples);
                    length += samples;
                } else {
                    heard.complete(player + " at about " + 20 * Math.round(frequencyHz(chime) / 20.0) + " Hz");
                }
            }
        };
        try (var host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
                var guest = AudioClient.builder("Guest")
                        .address(host.address())
                        .room("Lobby")
                        .sound(ears)
                        .join();
                var bot = AudioClient.builder("Announcer")
                        .address(host.address())
                        .room("Lobby")
                        .join()) {
            bot.play(chime()).toCompletableFuture().get(10, TimeUnit.SECONDS);
            return guest.voice().name() + " heard " + heard.get(10, TimeUnit.SECONDS);
        }
    }

    /** A second of 440 Hz, 48,000 samples. */
    private static short[] chime() {
        short[] pcm = new short[48_000];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * i / 48_000));
        }
        return pcm;
    }

    /** By the median distance between rising zero crossings, which a late packet does not move. */
    private static int frequencyHz(short[] pcm) {
        List<Integer> periods = new ArrayList<>();
        int last = 0;
        for (int i = 1; i < pcm.length; i++) {
            if (pcm[i - 1] < 0 && pcm[i] >= 0) {
                periods.add(i - last);
                last = i;
            }
        }
        Collections.sort(periods);
        return 48_000 / periods.get(periods.size() / 2);
    }
}
