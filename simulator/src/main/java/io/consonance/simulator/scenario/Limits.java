package io.consonance.simulator.scenario;

import io.consonance.actors.settings.InvalidSettingException;
import java.time.Duration;
import java.util.Locale;

/** Refuses what no run can be made of, naming the key, the value and what is allowed. Stateless. */
final class Limits {

    private Limits() {}

    static void require(boolean holds, String key, Object value, String allowed) {
        if (!holds) {
            throw new InvalidSettingException(key, shown(value), allowed);
        }
    }

    static void requireWithin(String key, long value, long least, long most) {
        require(value >= least && value <= most, key, value, least + " to " + most);
    }

    static void requireWithin(String key, double value, double least, double most) {
        require(value >= least && value <= most, key, value, number(least) + " to " + number(most));
    }

    static void requireWithin(String key, Duration value, Duration least, Duration most) {
        require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                key,
                value,
                shown(least) + " to " + shown(most));
    }

    static String shown(Object value) {
        if (!(value instanceof Duration duration)) {
            return String.valueOf(value);
        }
        double seconds = duration.toNanos() / 1e9;
        if (seconds >= 3_600) {
            return number(seconds / 3_600) + " h";
        }
        return seconds < 1 && seconds > 0 ? number(seconds * 1e3) + " ms" : number(seconds) + " s";
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
