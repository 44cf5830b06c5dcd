package io.consonance.audio.cli;

import java.util.regex.Pattern;

/** What others wrote, such as names and reasons, without the characters that a terminal obeys. */
final class Printable {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private Printable() {}

    static String of(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }
}
