package io.consonance.simulator.scenario;

import io.consonance.actors.settings.InvalidSettingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the planes that groups walk on. Stateless. */
final class PlaneReader {

    private static final List<String> COLUMNS = List.of("seconds", "peer", "x", "y");
    /** A walk and a run; engineering values. */
    private static final double MIN_SPEED = 1;

    private static final double MAX_SPEED = 4;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private PlaneReader() {}

    static Place.Plane plane(Section plane, Path folder) {
        double width = plane.need("width", "metres, 1 to 100000", plane.number("width"));
        Walk walk = plane.text("file").isPresent()
                ? track(plane, folder)
                : plane.make(() -> new Walk.Waypoints(
                        plane.number("min-speed").orElse(MIN_SPEED),
                        plane.number("max-speed").orElse(MAX_SPEED),
                        plane.duration("pause").orElse(PAUSE)));
        return plane.make(() -> new Place.Plane(
                width,
                plane.number("height").orElse(width),
                plane.need("cell", "metres, 1 to 100000", plane.number("cell")),
                plane.onOff("positional").orElse(true),
                walk));
    }

    private static Walk track(Section plane, Path folder) {
        String file = plane.text("file").orElseThrow();
        Map<Integer, List<Walk.Position>> ways = new TreeMap<>();
        for (double[] row : CsvTable.read(plane.key("file"), folder.resolve(file), COLUMNS)) {
            List<Walk.Position> way = ways.computeIfAbsent((int) row[1], peer -> new ArrayList<>());
            long at = Math.round(row[0] * 1e9);
            if (at < 0 || !way.isEmpty() && at < way.get(way.size() - 1).atNanos()) {
                throw new InvalidSettingException(
                        plane.key("file"), file + ", peer " + (int) row[1], "times from 0 on, in order");
            }
            way.add(new Walk.Position(at, row[2], row[3]));
        }
        return new Walk.Track(List.copyOf(ways.values()));
    }
}
