package io.consonance.audio.client;

import io.consonance.audio.opus.EncoderSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What {@code .ci/sound} plays into a null sound card, and how it judges what was recorded there: left what went into the
 * mouth, right what came out at the ear, both by the card's own clock. Raw samples, 48 kHz, 16 bit, little-endian.
 */
final class NullSoundCard {

    private static final int SPEECH_SECONDS = 20;
    private static final int CHIRPS = 30;
    private static final double LEAST_OF_CODEC = 0.9;
    private static final double MEDIAN_MILLIS = 90;
    private static final double P99_MILLIS = 120;

    private NullSoundCard() {}

    /**
     * {@code say FOLDER} writes what is to be said; {@code judge FOLDER} judges what was heard, and exits with 1 if it is not
     * good enough. A 99th percentile that is too long is said but fails nothing: on a shared machine it is the neighbours'.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("say")) {
            write(folder.resolve("speech.raw"), TestSounds.speech(SPEECH_SECONDS));
            write(folder.resolve("chirps.raw"), TestSounds.chirps(CHIRPS));
        } else {
            boolean alike = judgeLikeness(read(folder.resolve("speech-heard.raw")));
            boolean soon = judgeDelay(read(folder.resolve("chirps-heard.raw")));
            System.exit(alike && soon ? 0 : 1);
        }
    }

    private static boolean judgeLikeness(short[][] sides) {
        double codec =
                TestSounds.likeness(sides[0], TestSounds.throughCodec(sides[0], EncoderSettings.of(960, 24_000)));
        double heard = TestSounds.likeness(sides[0], sides[1]);
        boolean good = heard >= LEAST_OF_CODEC * codec;
        say(good, "correlation, median of pieces of 400 ms: %.3f; the codec alone %.3f", heard, codec);
        return good;
    }

    private static boolean judgeDelay(short[][] sides) {
        double[] delays = TestSounds.chirpDelaysMillis(sides[0], sides[1]);
        double median = TestSounds.percentile(delays, 50);
        double p99 = TestSounds.percentile(delays, 99);
        boolean good = delays.length >= CHIRPS - 1 && median <= MEDIAN_MILLIS;
        say(good, "mouth to ear, median of %d chirps: %.1f ms", delays.length, median);
        String longest =
                Double.isInfinite(p99) ? "not every chirp was heard" : String.format(Locale.ROOT, "%.1f ms", p99);
        say(p99 <= P99_MILLIS, "mouth to ear, 99th percentile: %s", longest);
        return good;
    }

    private static void say(boolean good, String format, Object... values) {
        System.out.println((good ? "ok      " : "MISSED  ") + String.format(Locale.ROOT, format, values));
    }

    private static void write(Path file, short[] pcm) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(pcm.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        Files.write(file, bytes.array());
    }

    private static short[][] read(Path file) throws IOException {
        ShortBuffer samples = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        short[][] sides = new short[2][samples.remaining() / 2];
        for (int i = 0; i < sides[0].length; i++) {
            sides[0][i] = samples.get(2 * i);
            sides[1][i] = samples.get(2 * i + 1);
        }
        return sides;
    }
}
