package io.consonance.simulator.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something done to the nodes of a cluster while peers talk. Immutable.
 *
 * @param at since the talk began
 * @param sides the nodes, counted from 1: of a partition each part, else one set of one node
 * @param lasts of a stall and of a partition; zero for others
 * @param what in the words it was given in, without the time
 */
public record NodeEvent(Duration at, Kind kind, List<Set<Integer>> sides, Duration lasts, String what) {

    /** What is done. */
    public enum Kind {
        /** The process ends at once (SIGKILL). */
        KILL,
        /** The node gives its sessions away, leaves and ends (SIGTERM). */
        DRAIN,
        /** The same, and it is started again; a node that has gone is only started. */
        RESTART,
        /** The process stops for a while (SIGSTOP, SIGCONT). */
        STALL,
        /** Nothing passes between the parts for a while; peers still reach every node. */
        PARTITION
    }

    /** What may stand in an event. */
    public static final String ALLOWED = "'TIME kill N', 'TIME drain N', 'TIME restart N', 'TIME stall N TIME' or"
            + " 'TIME partition N,N|N [TIME]', times such as 20s or 500ms, the first at least 1s";

    private static final Duration EARLIEST = Duration.ofSeconds(1);
    private static final Duration PARTITION_LASTS = Duration.ofSeconds(15);
    private static final String TIME = "(\\d+(?:\\.\\d+)?)(ms|s|m|min)";
    private static final Pattern EVENT = Pattern.compile(TIME + " +((?:(kill|drain|restart) +(\\d+)|(stall) +(\\d+) +"
            + TIME + "|(partition) +([\\d,|]+)(?: +" + TIME + ")?))");

    /**
     * Reads the events of a run.
     *
     * @return in the order of their times
     * @throws IllegalArgumentException for text that is no event, and events that cannot be; the message says what and why
     */
    public static List<NodeEvent> parse(List<String> texts, int nodes) {
        List<NodeEvent> events = new ArrayList<>();
        texts.forEach(text -> events.add(parse(text, nodes)));
        events.sort((one, other) -> one.at.compareTo(other.at));
        Map<Integer, NodeEvent> gone = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            NodeEvent event = events.get(i);
            if (i > 0 && event.at.compareTo(events.get(i - 1).end()) < 0) {
                throw refused(
                        event.words(),
                        "a time when the event before, " + events.get(i - 1).words() + ", is over");
            }
            if (event.kind == Kind.PARTITION) {
                continue;
            }
            int node = event.node();
            if (event.kind == Kind.RESTART) {
                gone.remove(node);
            } else if (gone.containsKey(node)) {
                throw refused(
                        event.words(),
                        "a node that is there, and it went at " + gone.get(node).words());
            } else if (event.kind != Kind.STALL) {
                gone.put(node, event);
            }
        }
        return List.copyOf(events);
    }

    private static NodeEvent parse(String text, int nodes) {
        Matcher words = EVENT.matcher(text.strip());
        if (!words.matches()) {
            throw refused(text, ALLOWED);
        }
        Duration at = time(words.group(1), words.group(2));
        if (at.compareTo(EARLIEST) < 0) {
            throw refused(text, ALLOWED);
        }
        String what = words.group(3);
        if (words.group(4) != null) {
            Kind kind = Kind.valueOf(words.group(4).toUpperCase(Locale.ROOT));
            return new NodeEvent(at, kind, List.of(Set.of(node(text, words.group(5), nodes))), Duration.ZERO, what);
        }
        if (words.group(6) != null) {
            Duration lasts = time(words.group(8), words.group(9));
            return new NodeEvent(at, Kind.STALL, List.of(Set.of(node(text, words.group(7), nodes))), lasts, what);
        }
        Duration lasts = words.group(12) == null ? PARTITION_LASTS : time(words.group(12), words.group(13));
        return new NodeEvent(at, Kind.PARTITION, sides(text, words.group(11), nodes), lasts, what);
    }

    private static List<Set<Integer>> sides(String text, String written, int nodes) {
        List<Set<Integer>> sides = new ArrayList<>();
        Set<Integer> all = new TreeSet<>();
        for (String side : written.split("\\|", -1)) {
            Set<Integer> members = new TreeSet<>();
            for (String member : side.split(",", -1)) {
                int node = node(text, member, nodes);
                if (!all.add(node)) {
                    throw refused(text, "each of the nodes 1 to " + nodes + " once, and " + node + " is named twice");
                }
                members.add(node);
            }
            sides.add(Set.copyOf(members));
        }
        if (all.size() < nodes || sides.size() < 2) {
            throw refused(text, "all of the nodes 1 to " + nodes + ", in two parts or more");
        }
        return List.copyOf(sides);
    }

    private static int node(String text, String number, int nodes) {
        if (!number.matches("\\d{1,3}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > nodes) {
            throw refused(text, "nodes 1 to " + nodes + ", not '" + number + "'");
        }
        return Integer.parseInt(number);
    }

    private static Duration time(String number, String unit) {
        double nanos = switch (unit) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            default -> 60e9;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(number) * nanos));
    }

    private static IllegalArgumentException refused(String text, String allowed) {
        return new IllegalArgumentException("'" + text + "': use " + allowed);
    }

    /** When it is over; of a stall and of a partition when all is as before. */
    public Duration end() {
        return at.plus(lasts);
    }

    /** The node, of anything but a partition. */
    int node() {
        return sides.get(0).iterator().next();
    }

    /** The nodes whose sessions have to be taken over: the one it is about, or those in no majority. */
    Set<Integer> hit() {
        if (kind != Kind.PARTITION) {
            return sides.get(0);
        }
        int all = sides.stream().mapToInt(Set::size).sum();
        Set<Integer> hit = new TreeSet<>();
        sides.stream().filter(side -> 2 * side.size() <= all).forEach(hit::addAll);
        return hit;
    }

    /** As it may be written. */
    public String words() {
        return (at.toMillis() % 1_000 == 0 ? at.toSeconds() + "s " : at.toMillis() + "ms ") + what;
    }

    /** Whether nothing passes between these two nodes. */
    static boolean separates(List<Set<Integer>> sides, int one, int other) {
        return sides.stream().anyMatch(side -> side.contains(one) && !side.contains(other));
    }
}
