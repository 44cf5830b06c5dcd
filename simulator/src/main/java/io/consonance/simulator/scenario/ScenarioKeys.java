package io.consonance.simulator.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.consonance.actors.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every key a scenario file may have; {@code *} stands for a name of the author's choice. Stateless. */
final class ScenarioKeys {

    private static final List<String> LINK = List.of(
            "loss",
            "burst",
            "gilbert-elliott.good-to-bad",
            "gilbert-elliott.bad-to-good",
            "gilbert-elliott.loss-in-good",
            "gilbert-elliott.loss-in-bad",
            "delay.model",
            "delay.mean",
            "delay.min",
            "delay.max",
            "delay.deviation",
            "delay.scale",
            "delay.shape",
            "delay.correlation",
            "delay.file",
            "delay.step",
            "in-order",
            "reorder",
            "duplicates",
            "rate",
            "rate-burst",
            "queue",
            "outages");

    private static final List<String> ALL = Stream.of(
                    Stream.of("name", "shows", "duration", "seed", "seeds", "session-size", "decode"),
                    Stream.of("max-loss", "max-p99", "min-mos").map(key -> "thresholds." + key),
                    Stream.of(
                                    "peers",
                                    "room-size",
                                    "room",
                                    "plane.width",
                                    "plane.height",
                                    "plane.cell",
                                    "plane.positional",
                                    "plane.min-speed",
                                    "plane.max-speed",
                                    "plane.pause",
                                    "plane.file",
                                    "arrival.at",
                                    "arrival.over",
                                    "frame",
                                    "bitrate",
                                    "correction",
                                    "network",
                                    "min-mos",
                                    "churn.on",
                                    "churn.stay-least",
                                    "churn.stay-mean",
                                    "churn.away-least",
                                    "churn.away-mean",
                                    "churn.without-goodbye",
                                    "talk.model",
                                    "talk.talk-mean",
                                    "talk.silence-mean",
                                    "talk.talk-scale",
                                    "talk.talk-shape",
                                    "talk.silence-scale",
                                    "talk.silence-shape",
                                    "talk.file")
                            .map(key -> "groups.*." + key),
                    Stream.of("type", "at", "for", "groups", "network", "room", "keeps-ids")
                            .map(key -> "events.*." + key),
                    LINK.stream().map(key -> "networks.*.up." + key),
                    LINK.stream().map(key -> "networks.*.down." + key))
            .flatMap(keys -> keys)
            .toList();

    private ScenarioKeys() {}

    static List<String> all() {
        return ALL;
    }

    /** Refuses every key that is none: a misspelled one would otherwise do nothing, and say so to nobody. */
    static void refuseUnknown(Config file) {
        for (Map.Entry<String, ConfigValue> entry : file.entrySet()) {
            List<String> path = ConfigUtil.splitPath(entry.getKey());
            if (ALL.stream().noneMatch(key -> matches(List.of(key.split("\\.")), path, path.size()))) {
                throw InvalidSettingException.noSuchKey(
                        String.join(".", path), Section.shown(entry.getValue()), instead(path));
            }
        }
    }

    /** What may stand at the deepest place that is right. */
    private static String instead(List<String> path) {
        for (int depth = path.size(); depth >= 0; depth--) {
            List<String> siblings = new ArrayList<>();
            for (String key : ALL) {
                List<String> parts = List.of(key.split("\\."));
                if (parts.size() > depth && matches(parts.subList(0, depth), path, depth)) {
                    siblings.add(parts.get(depth));
                }
            }
            if (!siblings.isEmpty()) {
                String where = depth == 0 ? "a scenario" : String.join(".", path.subList(0, depth));
                return where + " has "
                        + String.join(", ", siblings.stream().distinct().toList());
            }
        }
        throw new AssertionError("the whole scenario has keys");
    }

    private static boolean matches(List<String> key, List<String> path, int depth) {
        if (key.size() != depth) {
            return false;
        }
        for (int i = 0; i < depth; i++) {
            if (!key.get(i).equals("*") && !key.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
