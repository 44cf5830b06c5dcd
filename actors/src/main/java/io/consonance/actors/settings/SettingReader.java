package io.consonance.actors.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads settings one by one and refuses what is out of range, with the key, the value and the range in the exception.
 *
 * <p>Immutable. Keys are full paths. Modules with settings of their own read them with it too.
 */
public final class SettingReader {
    private final Config config;

    /** Reads from a resolved configuration that holds a value for every key asked for. */
    public SettingReader(Config config) {
        this.config = config;
    }

    /**
     * Refuses every key under {@code root} that the reference does not have: a misspelled key would otherwise be a setting that
     * silently does nothing.
     *
     * @param open subtrees whose keys are somebody else's (a dispatcher's, say) and not looked at
     */
    public void refuseUnknown(String root, Config reference, Set<String> open) {
        Set<String> known = new TreeSet<>();
        if (reference.hasPath(root)) {
            reference.getConfig(root).entrySet().forEach(entry -> known.add(root + "." + entry.getKey()));
        }
        if (config.hasPath(root) && config.getValue(root).valueType() != ConfigValueType.OBJECT) {
            throw new InvalidSettingException(root, shown(config.getValue(root)), "a group of settings");
        }
        for (Map.Entry<String, ConfigValue> entry : config.getConfig(root).entrySet()) {
            String key = root + "." + entry.getKey();
            boolean elsewhere = open.stream().anyMatch(subtree -> key.startsWith(subtree + "."));
            if (!elsewhere && !known.contains(key)) {
                throw InvalidSettingException.noSuchKey(key, shown(entry.getValue()), insteadOf(key, known));
            }
        }
    }

    /** A whole number within the bounds, both included. */
    public int integer(String key, int least, int most) {
        String allowed = least + " .. " + most;
        long value = read(key, allowed, () -> config.getLong(key));
        if (value < least || value > most) {
            throw refused(key, allowed);
        }
        return (int) value;
    }

    /** A number, not necessarily whole, within the bounds, both included. */
    public double number(String key, double least, double most) {
        String allowed = least + " .. " + most;
        double value = read(key, allowed, () -> config.getDouble(key));
        if (!(value >= least && value <= most)) {
            throw refused(key, allowed);
        }
        return value;
    }

    /** A number of bytes within the bounds, both included. */
    public int bytes(String key, int least, int most) {
        String allowed = sizeText(least) + " .. " + sizeText(most);
        long value = read(key, allowed, () -> config.getBytes(key));
        if (value < least || value > most) {
            throw refused(key, allowed);
        }
        return (int) value;
    }

    /** A duration within the bounds, both included. */
    public Duration duration(String key, Duration least, Duration most) {
        String allowed = durationText(least) + " .. " + durationText(most);
        Duration value = read(key, allowed, () -> config.getDuration(key));
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw refused(key, allowed);
        }
        return value;
    }

    /** A duration of whole seconds within the bounds, both included. */
    public Duration wholeSeconds(String key, Duration least, Duration most) {
        Duration value = duration(key, least, most);
        if (value.getNano() != 0) {
            throw refused(key, durationText(least) + " .. " + durationText(most) + " in whole seconds");
        }
        return value;
    }

    /** A switch: on or off. */
    public boolean onOff(String key) {
        return read(key, "on or off", () -> config.getBoolean(key));
    }

    /** One of a few words. */
    public String choice(String key, List<String> words) {
        String allowed = "one of " + String.join(", ", words);
        String value = read(key, allowed, () -> config.getString(key));
        if (!words.contains(value)) {
            throw refused(key, allowed);
        }
        return value;
    }

    /** Any text, possibly empty. */
    public String text(String key) {
        return read(key, "a text", () -> config.getString(key));
    }

    /** Any number of texts, none of them empty; a single text may hold several with commas between them. */
    public List<String> texts(String key) {
        boolean one = config.getValue(key).valueType() == ConfigValueType.STRING;
        List<String> read = one
                ? Stream.of(text(key).split(",")).map(String::strip).toList()
                : read(key, "a list of texts", () -> config.getStringList(key));
        if (read.stream().anyMatch(String::isBlank) && !read.equals(List.of(""))) {
            throw refused(key, "a list of texts that are not empty");
        }
        return read.stream().filter(item -> !item.isBlank()).toList();
    }

    /** A text of at least one character. */
    public String nonEmptyText(String key) {
        String value = text(key);
        if (value.isBlank()) {
            throw refused(key, "a text that is not empty");
        }
        return value;
    }

    /** The exception for a value that was readable and is not allowed. */
    public InvalidSettingException refused(String key, String allowed) {
        return new InvalidSettingException(key, shown(config.getValue(key)), allowed);
    }

    private <T> T read(String key, String allowed, Supplier<T> getter) {
        try {
            return getter.get();
        } catch (ConfigException.Missing e) {
            throw new InvalidSettingException(key, "(nothing)", allowed);
        } catch (ConfigException e) {
            throw refused(key, allowed);
        }
    }

    private static String insteadOf(String key, Set<String> known) {
        String group = key.substring(0, key.lastIndexOf('.') + 1);
        List<String> siblings = known.stream()
                .filter(candidate -> candidate.startsWith(group))
                .map(candidate -> ConfigUtil.splitPath(candidate.substring(group.length()))
                        .get(0))
                .distinct()
                .toList();
        return siblings.isEmpty()
                ? "reference.conf has them all"
                : group.substring(0, group.length() - 1) + " has " + String.join(", ", siblings);
    }

    private static String shown(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? "\"" + value.unwrapped() + "\""
                : String.valueOf(value.unwrapped());
    }

    /** In units that a setting can be written in as well. */
    private static String durationText(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + " ms";
        }
        long seconds = millis / 1000;
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        if (seconds == 60) {
            return "1 minute";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " s";
    }

    private static String sizeText(int bytes) {
        if (bytes >= 1 << 30 && bytes % (1 << 30) == 0) {
            return (bytes >> 30) + " GiB";
        }
        if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " B";
    }
}
