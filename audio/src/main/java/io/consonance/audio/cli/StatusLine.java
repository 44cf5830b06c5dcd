package io.consonance.audio.cli;

import io.consonance.audio.client.AudioStatus;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line that says who speaks and how well they are heard. */
final class StatusLine {

    static final String CLEAR = "\r\u001b[K";

    private static final int WIDTH = 110;

    private StatusLine() {}

    static String of(AudioStatus status) {
        String own = (status.talking() ? "talking " : "silent  ")
                + String.format(Locale.ROOT, "%4.0f dB", status.inputLevelDb());
        String others = status.speakers().stream()
                .map(speaker -> String.format(
                        Locale.ROOT,
                        "%s %.0f dB, loss %.1f%%, jitter %.0f ms, delay %.0f ms",
                        Printable.of(speaker.name()),
                        speaker.levelDb(),
                        100 * speaker.lossFraction(),
                        speaker.jitterMillis(),
                        speaker.delayMillis()))
                .collect(Collectors.joining(" | "));
        String line = own + " | " + (others.isEmpty() ? "nobody speaks" : others);
        return line.length() > WIDTH ? line.substring(0, WIDTH) : line;
    }
}
