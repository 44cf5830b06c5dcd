package io.consonance.simulator.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.ScenarioReader;
import io.consonance.simulator.scenario.ScenarioSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code simulate} that say what a run is about: a scenario file, and keys of it. */
final class ScenarioOptions {

    /** What runs without a file. */
    private static final String DEFAULT = "name = default, groups.peer { peers = 500, room-size = 8 }";

    private static final String CLUSTER =
            "name = cluster, groups.peer { peers = 500, room-size = 8, talk.model = monologue }";

    private static final int SESSION_SIZE = 64;
    private static final int LIVE_SESSION_SIZE = 500;
    private static final String LIVE_LIMITS = "thresholds { max-loss = 0.1%, max-p99 = 50ms }";

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            description =
                    "A scenario file (docs/scenarios.md, ready ones in scenarios/); it runs in virtual time unless --live"
                            + " or --host is given. Without one, a single group of peers runs live unless --virtual is given."
                            + " The options below change keys of the file, those of groups in every group.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any key of the scenario, such as --set groups.guests.peers=40; as often as needed.")
    private Map<String, String> keys = new LinkedHashMap<>();

    @Option(
            names = "--peers",
            paramLabel = "N",
            description = "Peers, 1 to 65535, in virtual time to 1000000 (default: 500). Not for several groups.")
    private String peers;

    @Option(
            names = "--room-size",
            paramLabel = "K",
            description = "Peers per room, 1 to 65535 (default: 8). Not for groups in a shared room or on a plane.")
    private String roomSize;

    @Option(names = "--duration", paramLabel = "TIME", description = "How long they talk, 100ms to 24h (default: 30s).")
    private String duration;

    @Option(
            names = "--frame",
            paramLabel = "TIME",
            description = "Length of a voice frame: 10ms, 20ms, 40ms or 60ms (default: 20ms).")
    private String frame;

    @Option(
            names = "--bitrate",
            paramLabel = "BPS",
            description = "Bit/s of the Opus packets, 6000 to 128000 (default: 24000).")
    private String bitrateBps;

    @Option(names = "--no-correction", description = "In virtual time: the packets carry no in-band error correction.")
    private boolean noCorrection;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "What lies between each peer and the host: perfect, fibre, wifi, congested-wifi, lte or"
                    + " satellite; engineering values. Live, it comes on top of the network there is"
                    + " (default: perfect).")
    private String network;

    @Option(
            names = "--session-size",
            paramLabel = "N",
            description = "Most peers in one session, at least a room; joining costs the square of it (default: "
                    + LIVE_SESSION_SIZE + ", in virtual time and with a scenario file " + SESSION_SIZE
                    + ", or a room if that is larger).")
    private String sessionSize;

    @Option(
            names = "--max-loss",
            paramLabel = "SHARE",
            description = "Largest share of expected deliveries that may fail to arrive exactly once"
                    + " (default: 0.1%%; in virtual time, with --network and with a scenario file: any).")
    private String maxLoss;

    @Option(
            names = "--max-p99",
            paramLabel = "TIME",
            description = "Largest one-way latency of 99 %% of the deliveries (default: 50ms; in virtual time, with"
                    + " --network and with a scenario file: any).")
    private String maxP99;

    @Option(
            names = "--min-mos",
            paramLabel = "MOS",
            description = "In virtual time: smallest mean opinion score, 1 to 4.5 (default: any).")
    private String minMos;

    @Option(
            names = "--decode",
            paramLabel = "SHARE",
            description = "In virtual time: the share of listeners, such as 2%%, that really decode what they hear, and"
                    + " say how far it is from what was said (default: none).")
    private String decode;

    /** Whether a scenario file was given. */
    boolean hasFile() {
        return file != null;
    }

    /**
     * What file and options make together.
     *
     * @throws InvalidSettingException if a key does not exist
     */
    ScenarioSource source(boolean virtual, boolean churn) {
        refusePeers(virtual ? PeerGroup.MAX_PEERS : LiveSettings.MAX_PEERS);
        Config base;
        if (file != null) {
            base = ScenarioReader.parse(file);
        } else {
            // what a bad network does is what is asked for, not a fault
            Config limits = ConfigFactory.parseString(virtual || network != null ? "" : LIVE_LIMITS);
            base = ConfigFactory.parseString(DEFAULT).withFallback(limits);
        }
        Path absolute = file == null ? Path.of("default").toAbsolutePath() : file.toAbsolutePath();
        String name = absolute.getFileName().toString().replaceAll("\\.conf$", "");
        return new ScenarioSource(
                changed(base, churn),
                name,
                absolute.getParent(),
                virtual || file != null ? SESSION_SIZE : LIVE_SESSION_SIZE);
    }

    /**
     * What the options make for a cluster: sessions as small as they can be, somebody to be heard all the time, and no limits on what gets lost.
     *
     * @param usualDuration how long they talk if nobody says; null: as long as ever
     * @throws InvalidSettingException if a key does not exist
     */
    ScenarioSource clusterSource(String usualDuration) {
        refusePeers(LiveSettings.MAX_PEERS);
        Config base =
                ConfigFactory.parseString(CLUSTER + (usualDuration == null ? "" : ", duration = " + usualDuration));
        return new ScenarioSource(changed(base, false), "cluster", Path.of("").toAbsolutePath(), 1);
    }

    /** What a group may have is more than real sockets have ports for. */
    private void refusePeers(int most) {
        boolean fits = peers == null || peers.matches("\\d{1,9}") && within(Integer.parseInt(peers), most);
        if (!fits) {
            throw new InvalidSettingException("peers", peers, "a whole number, 1 to " + most);
        }
    }

    private static boolean within(int number, int most) {
        return number >= 1 && number <= most;
    }

    private Config changed(Config base, boolean churn) {
        List<String> groups =
                base.hasPath("groups") ? List.copyOf(base.getObject("groups").keySet()) : List.of();
        if (peers != null && groups.size() > 1) {
            throw new InvalidSettingException(
                    "peers", peers, "--set groups.NAME.peers=" + peers + ": there is more than one group");
        }
        refuseRoomSizeWithoutRooms(base, groups);
        Map<String, Object> changes = new LinkedHashMap<>();
        // HOCON has no "min"
        put(changes, "duration", duration == null ? null : duration.replaceAll("min$", "m"));
        put(changes, "session-size", sessionSize);
        put(changes, "decode", decode);
        put(changes, "thresholds.max-loss", maxLoss);
        put(changes, "thresholds.max-p99", maxP99);
        put(changes, "thresholds.min-mos", minMos);
        for (String group : groups) {
            String prefix = "groups." + group + ".";
            put(changes, prefix + "peers", peers);
            put(changes, prefix + "room-size", roomSize);
            put(changes, prefix + "frame", frame);
            put(changes, prefix + "bitrate", bitrateBps);
            put(changes, prefix + "network", network);
            put(changes, prefix + "correction", noCorrection ? false : null);
            put(changes, prefix + "churn.on", churn ? true : null);
        }
        changes.putAll(keys);
        Config config = base;
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            try {
                config = config.withValue(change.getKey(), ConfigValueFactory.fromAnyRef(change.getValue()));
            } catch (ConfigException e) {
                throw InvalidSettingException.noSuchKey(
                        change.getKey(), String.valueOf(change.getValue()), "docs/scenarios.md has them all");
            }
        }
        refuseUnknownGroups(config, groups);
        return config;
    }

    private void refuseRoomSizeWithoutRooms(Config base, List<String> groups) {
        List<String> without = groups.stream()
                .filter(group -> base.hasPath(ConfigUtil.joinPath("groups", group, "room"))
                        || base.hasPath(ConfigUtil.joinPath("groups", group, "plane")))
                .sorted()
                .toList();
        if (roomSize != null && !without.isEmpty()) {
            String others = without.size() < groups.size()
                    ? "--set groups.NAME.room-size=" + roomSize + " for a group with rooms of its own"
                    : "it with groups that have rooms of their own";
            throw new InvalidSettingException(
                    "room-size",
                    roomSize,
                    others + "; not so " + String.join(", ", without) + ": a room or a plane is theirs");
        }
    }

    /** A group that only --set names, and that has no peers or no place for them, is one that was mistyped. */
    private void refuseUnknownGroups(Config config, List<String> known) {
        for (Map.Entry<String, String> key : keys.entrySet()) {
            List<String> path = ConfigUtil.splitPath(key.getKey());
            if (path.size() > 2
                    && path.get(0).equals("groups")
                    && !known.contains(path.get(1))
                    && !isWhole(config, path.get(1))) {
                throw new InvalidSettingException(
                        key.getKey(),
                        key.getValue(),
                        "a group there is: " + String.join(", ", known)
                                + "; a new one needs peers and one of room-size, room and plane");
            }
        }
    }

    private static boolean isWhole(Config config, String group) {
        return config.hasPath(ConfigUtil.joinPath("groups", group, "peers"))
                && Stream.of("room-size", "room", "plane")
                        .anyMatch(place -> config.hasPath(ConfigUtil.joinPath("groups", group, place)));
    }

    private static void put(Map<String, Object> changes, String key, Object value) {
        if (value != null) {
            changes.put(key, value);
        }
    }
}
