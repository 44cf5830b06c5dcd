package io.consonance.simulator.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.consonance.actors.settings.InvalidSettingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Part of a scenario file: reads single keys, and refuses what cannot be read with the whole key in the exception. Not thread-safe. */
final class Section {

    private static final String SHARE = "a share such as 0.04 or 4%, from 0 to 100%";
    private static final String DURATION = "a duration such as 30s, 20ms or 10m, with its unit";

    private static final Pattern BARE_NUMBER = Pattern.compile("[-+\\d.]+");

    private final Config config;
    private final List<String> path;
    /** Keys that were asked for, in the whole file. */
    private final Set<String> asked;

    Section(Config config) {
        this(config, List.of(), new LinkedHashSet<>());
    }

    private Section(Config config, List<String> path, Set<String> asked) {
        this.config = config;
        this.path = path;
        this.asked = asked;
    }

    /** A part of this part, whether there is anything in it or not. */
    Section at(String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return new Section(config, longer, asked);
    }

    /** The names of the parts of one kind, in alphabetical order. */
    List<String> names(String kind) {
        String parts = pathOf(kind);
        if (!config.hasPath(parts)) {
            return List.of();
        }
        if (config.getValue(parts).valueType() != ConfigValueType.OBJECT) {
            throw refused(kind, "names in braces, with what belongs to each");
        }
        return config.getObject(parts).keySet().stream().sorted().toList();
    }

    boolean has(String name) {
        return config.hasPath(pathOf(name));
    }

    /** The whole key, as people write it. */
    String key(String name) {
        return path.isEmpty() ? name : String.join(".", path) + "." + name;
    }

    Optional<String> text(String name) {
        return read(name, "a text", config::getString);
    }

    Optional<Integer> integer(String name) {
        return wholeNumber(name).map(number -> {
            if (number != number.intValue()) {
                throw refused(name, "a whole number of at most " + Integer.MAX_VALUE);
            }
            return number.intValue();
        });
    }

    Optional<Long> wholeNumber(String name) {
        return read(name, "a whole number", at -> {
            double number = config.getDouble(at);
            if (number != Math.rint(number)) {
                throw new ConfigException.BadValue(at, "not whole");
            }
            return config.getLong(at);
        });
    }

    Optional<Double> number(String name) {
        return read(name, "a number", config::getDouble);
    }

    Optional<Boolean> onOff(String name) {
        return read(name, "on or off", config::getBoolean);
    }

    Optional<Duration> duration(String name) {
        return read(name, DURATION, at -> {
            // HOCON takes a bare number for milliseconds, which is rarely what was meant.
            if (BARE_NUMBER.matcher(config.getString(at).strip()).matches()) {
                throw new ConfigException.BadValue(at, "no unit");
            }
            return config.getDuration(at);
        });
    }

    Optional<List<String>> texts(String name) {
        return read(name, "a list of texts", config::getStringList);
    }

    Optional<Double> share(String name) {
        return text(name).map(text -> {
            boolean percent = text.endsWith("%");
            double value;
            try {
                value = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            } catch (NumberFormatException e) {
                throw refused(name, SHARE);
            }
            value = percent ? value / 100 : value;
            if (!(value >= 0 && value <= 1)) {
                throw refused(name, SHARE);
            }
            return value;
        });
    }

    /** The value, which has to be there. */
    <T> T need(String name, String allowed, Optional<T> value) {
        return value.orElseThrow(() -> new InvalidSettingException(key(name), "(nothing)", allowed));
    }

    /** One of a few words. */
    String word(String name, String otherwise, List<String> words) {
        String word = text(name).orElse(otherwise);
        if (!words.contains(word)) {
            throw refused(name, "one of " + String.join(", ", words));
        }
        return word;
    }

    InvalidSettingException refused(String name, String allowed) {
        String shown = has(name) ? shown(config.getValue(pathOf(name))) : "(nothing)";
        return new InvalidSettingException(key(name), shown, allowed);
    }

    /** Makes something of this section; what its own checks refuse is told with the whole key. */
    <T> T make(Supplier<T> made) {
        try {
            return made.get();
        } catch (InvalidSettingException e) {
            throw path.isEmpty() || e.key().startsWith(String.join(".", path) + ".")
                    ? e
                    : new InvalidSettingException(key(e.key()), e.value(), e.allowed());
        } catch (IllegalArgumentException e) {
            String[] parts = e.getMessage().split(": use ", 2);
            throw new InvalidSettingException(String.join(".", path), parts[0], parts[parts.length - 1]);
        }
    }

    /** Refuses every key that nobody asked for: beside the others it would do nothing, and say so to nobody. */
    void refuseUnread() {
        config.entrySet().stream()
                .filter(entry -> !asked.contains(entry.getKey()))
                .min(Map.Entry.comparingByKey())
                .ifPresent(entry -> {
                    List<String> whole = ConfigUtil.splitPath(entry.getKey());
                    List<String> parent = whole.subList(0, whole.size() - 1);
                    String instead = asked.stream()
                            .map(ConfigUtil::splitPath)
                            .filter(key -> key.size() == whole.size())
                            .filter(key -> key.subList(0, parent.size()).equals(parent))
                            .map(key -> key.get(parent.size()))
                            .collect(Collectors.joining(", "));
                    throw new InvalidSettingException(
                            String.join(".", whole),
                            shown(entry.getValue()),
                            "nothing, beside the other keys it has no effect; what has: "
                                    + (instead.isEmpty() ? "none of " + String.join(".", parent) : instead));
                });
    }

    static String shown(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? "\"" + value.unwrapped() + "\""
                : String.valueOf(value.unwrapped());
    }

    private <T> Optional<T> read(String name, String allowed, Function<String, T> getter) {
        String at = pathOf(name);
        asked.add(at);
        if (!config.hasPath(at)) {
            return Optional.empty();
        }
        try {
            return Optional.of(getter.apply(at));
        } catch (ConfigException e) {
            throw refused(name, allowed);
        }
    }

    private String pathOf(String name) {
        List<String> whole = new ArrayList<>(path);
        whole.add(name);
        return ConfigUtil.joinPath(whole);
    }
}
