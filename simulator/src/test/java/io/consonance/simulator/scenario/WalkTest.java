package io.consonance.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WalkTest {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @Test
    void shouldStayOnThePlaneAndWithinItsSpeeds() {
        List<Walk.Position> way =
                new Walk.Waypoints(1, 4, Duration.ofSeconds(10)).way(0, 100, 50, HOUR_NANOS, new SplittableRandom(1));

        assertThat(way.get(way.size() - 1).atNanos()).isGreaterThanOrEqualTo(HOUR_NANOS);
        for (int i = 1; i < way.size(); i++) {
            Walk.Position from = way.get(i - 1);
            Walk.Position to = way.get(i);
            double seconds = (to.atNanos() - from.atNanos()) / 1e9;
            double metres = Math.hypot(to.x() - from.x(), to.y() - from.y());
            assertThat(to.x()).isBetween(0.0, 100.0);
            assertThat(to.y()).isBetween(0.0, 50.0);
            if (metres > 0) {
                assertThat(metres / seconds).isBetween(0.999, 4.001);
            } else {
                assertThat(seconds).isLessThanOrEqualTo(10);
            }
        }
    }

    @Test
    void shouldPutEveryPlaceIntoACellOfThePlane() {
        Place.Plane plane = new Place.Plane(50, 30, 20, true, new Walk.Waypoints(1, 2, Duration.ZERO));

        assertThat(new int[] {plane.column(0), plane.column(19.9), plane.column(20), plane.column(50), plane.column(-3)
                })
                .containsExactly(0, 0, 1, 2, 0);
        assertThat(new int[] {plane.row(30), plane.row(99)}).containsExactly(1, 1);
    }

    @Test
    void shouldWalkAsRecorded() {
        List<Walk.Position> first = List.of(new Walk.Position(0, 1, 2), new Walk.Position(9, 3, 4));
        List<Walk.Position> second = List.of(new Walk.Position(0, 5, 6));
        Walk.Track track = new Walk.Track(List.of(first, second));

        assertThat(track.way(1, 9, 9, 9, new SplittableRandom(1))).isEqualTo(second);
        assertThat(track.way(2, 9, 9, 9, new SplittableRandom(1))).isEqualTo(first);
    }
}
