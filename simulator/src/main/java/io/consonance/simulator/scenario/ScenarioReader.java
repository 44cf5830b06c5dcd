package io.consonance.simulator.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads scenarios written in HOCON; {@code docs/scenarios.md} describes every key. Stateless. */
public final class ScenarioReader {

    private static final Duration DURATION = Duration.ofSeconds(30);

    private ScenarioReader() {}

    /**
     * The keys of a file, with everything it includes and substitutes.
     *
     * @throws InvalidSettingException if it cannot be read
     */
    public static Config parse(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSettingException("scenario", file.toString(), "a file that is there");
        }
        try {
            return ConfigFactory.parseFile(file.toFile()).resolve();
        } catch (ConfigException e) {
            throw new InvalidSettingException("scenario", file.toString(), "HOCON: " + e.getMessage());
        }
    }

    /**
     * Makes a scenario of its keys.
     *
     * @param name it has if it does not say
     * @param folder that the files it names are looked for in
     * @param usualSessionSize most peers in a session if it does not say and every room is that small and nobody gathers
     * @throws InvalidSettingException for a key that does not exist, and a value that cannot be
     */
    public static Scenario read(Config file, String name, Path folder, int usualSessionSize) {
        ScenarioKeys.refuseUnknown(file);
        Section scenario = new Section(file);
        LinkReader networks = new LinkReader(scenario, folder);
        List<PeerGroup> groups = new ArrayList<>();
        for (String group : new TreeSet<>(scenario.names("groups"))) {
            Section section = scenario.at("groups").at(group);
            groups.add(section.make(() -> group(group, section, networks, folder)));
        }
        List<ScenarioEvent> events = EventReader.events(scenario, groups, networks);
        Scenario made = scenario.make(() -> new Scenario(
                scenario.text("name").orElse(name),
                scenario.text("shows").orElse(""),
                scenario.duration("duration").orElse(DURATION),
                scenario.wholeNumber("seed").map(OptionalLong::of).orElse(OptionalLong.empty()),
                scenario.integer("seeds").orElse(1),
                scenario.integer("session-size").orElse(Math.max(usualSessionSize, together(groups, events))),
                groups,
                events,
                thresholds(scenario.at("thresholds")),
                scenario.share("decode").orElse(0.0)));
        scenario.refuseUnread();
        refuseWhatNeverHappens(made);
        return made;
    }

    private static void refuseWhatNeverHappens(Scenario made) {
        for (ScenarioEvent event : made.events()) {
            requireDuringTalk("events." + event.name() + ".at", event.at(), made.duration());
        }
        for (PeerGroup group : made.groups()) {
            group.arrival()
                    .ifPresent(arrival ->
                            requireDuringTalk("groups." + group.name() + ".arrival.at", arrival.at(), made.duration()));
        }
    }

    private static void requireDuringTalk(String key, Duration at, Duration duration) {
        Limits.require(
                at.compareTo(duration) < 0,
                key,
                Limits.shown(at),
                "a time before the talk ends, whose duration is " + Limits.shown(duration));
    }

    private static PeerGroup group(String name, Section group, LinkReader networks, Path folder) {
        return new PeerGroup(
                name,
                group.need("peers", "1 to " + PeerGroup.MAX_PEERS, group.integer("peers")),
                place(group, folder),
                new VoiceCodec(
                        group.duration("frame").orElse(VoiceCodec.DEFAULT.frame()),
                        group.integer("bitrate").orElse(VoiceCodec.DEFAULT.bitrateBps()),
                        group.onOff("correction").orElse(VoiceCodec.DEFAULT.corrects())),
                TalkReader.talk(group.at("talk"), folder),
                networks.network(group, "network"),
                arrival(group.at("arrival")),
                churn(group.at("churn")),
                optional(group.number("min-mos")));
    }

    private static Optional<Churn> churn(Section churn) {
        if (!churn.onOff("on").orElse(false)) {
            return Optional.empty();
        }
        return Optional.of(churn.make(() -> new Churn(
                churn.duration("stay-least").orElse(Churn.DEFAULT.stayLeast()),
                churn.duration("stay-mean").orElse(Churn.DEFAULT.stayMean()),
                churn.duration("away-least").orElse(Churn.DEFAULT.awayLeast()),
                churn.duration("away-mean").orElse(Churn.DEFAULT.awayMean()),
                churn.share("without-goodbye").orElse(Churn.DEFAULT.withoutGoodbye()))));
    }

    private static Optional<Arrival> arrival(Section arrival) {
        if (!arrival.has("at") && !arrival.has("over")) {
            return Optional.empty();
        }
        return Optional.of(arrival.make(() -> new Arrival(
                arrival.duration("at").orElse(Duration.ZERO),
                arrival.duration("over").orElse(Duration.ZERO))));
    }

    private static Place place(Section group, Path folder) {
        List<String> given =
                Stream.of("room-size", "room", "plane").filter(group::has).toList();
        if (given.isEmpty()) {
            throw group.refused(
                    "room-size", "one of: room-size, the size of its rooms; room, the name of one room; plane");
        }
        if (given.size() > 1) {
            throw new InvalidSettingException(
                    group.key(given.get(0)), "beside " + given.get(1), "only one of: room-size, room, plane");
        }
        if (group.has("plane")) {
            return PlaneReader.plane(group.at("plane"), folder);
        }
        return group.has("room")
                ? new Place.SharedRoom(group.text("room").orElseThrow())
                : new Place.Rooms(group.integer("room-size").orElseThrow());
    }

    private static Thresholds thresholds(Section thresholds) {
        return thresholds.make(() -> new Thresholds(
                optional(thresholds.share("max-loss")),
                thresholds.duration("max-p99"),
                optional(thresholds.number("min-mos"))));
    }

    /** What has to fit into a session. */
    private static int together(List<PeerGroup> groups, List<ScenarioEvent> events) {
        int peers = Scenario.gathers(events)
                ? groups.stream().mapToInt(PeerGroup::peers).sum()
                : World.largestPlace(groups);
        return Math.max(1, Math.min(Scenario.MAX_SESSION_SIZE, peers));
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
