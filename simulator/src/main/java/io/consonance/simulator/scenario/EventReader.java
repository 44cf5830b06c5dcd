package io.consonance.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what happens to many at once. Stateless. */
final class EventReader {

    private static final List<String> TYPES = List.of("network", "gather", "raid", "host-down");

    private EventReader() {}

    static List<ScenarioEvent> events(Section scenario, List<PeerGroup> groups, LinkReader networks) {
        List<ScenarioEvent> events = new ArrayList<>();
        for (String name : scenario.names("events")) {
            Section event = scenario.at("events").at(name);
            ScenarioEvent.Change change = change(event, networks);
            events.add(event.make(() -> new ScenarioEvent(
                    name,
                    event.need("at", "a time since the talk began", event.duration("at")),
                    duration(event),
                    concerned(event, groups),
                    change)));
        }
        return events;
    }

    private static ScenarioEvent.Change change(Section event, LinkReader networks) {
        event.need("type", "one of " + String.join(", ", TYPES), event.text("type"));
        return switch (event.word("type", "", TYPES)) {
            case "network" -> {
                event.need("network", "the name of a network", event.text("network"));
                yield new ScenarioEvent.Network(networks.network(event, "network"));
            }
            case "gather" -> {
                String room = event.need("room", "the name of a room", event.text("room"));
                if (room.isBlank() || room.length() > 64) {
                    throw event.refused("room", "1 to 64 characters");
                }
                yield new ScenarioEvent.Gather(room);
            }
            case "raid" -> new ScenarioEvent.Raid();
            default -> new ScenarioEvent.HostDown(event.onOff("keeps-ids").orElse(true));
        };
    }

    private static Optional<Duration> duration(Section event) {
        return isHostDown(event)
                ? Optional.of(event.need("for", "how long nobody takes its place", event.duration("for")))
                : event.duration("for");
    }

    /** The host is everybody's. */
    private static boolean isHostDown(Section event) {
        return event.text("type").orElse("").equals("host-down");
    }

    private static List<String> concerned(Section event, List<PeerGroup> groups) {
        if (isHostDown(event)) {
            return List.of();
        }
        List<String> known = groups.stream().map(PeerGroup::name).toList();
        List<String> named = event.texts("groups").orElse(List.of());
        if (!known.containsAll(named)) {
            throw event.refused("groups", "some of " + String.join(", ", known));
        }
        if (named.isEmpty() && event.text("type").orElse("").equals("raid")) {
            throw event.refused("groups", "those who come, some of " + String.join(", ", known));
        }
        return named;
    }
}
