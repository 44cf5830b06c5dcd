package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpokenRoomsTest {

    private final SpokenRooms rooms = new SpokenRooms(2);

    @Test
    void shouldKnowTheRoomOfEveryFrame() {
        rooms.begins(1, 5);
        rooms.changes(1, 7, 10);
        rooms.changes(1, 5, 20);

        assertThat(rooms.isSaidIn(1, 0, 5)).isTrue();
        assertThat(rooms.isSaidIn(1, 9, 7)).isFalse();
        assertThat(rooms.isSaidIn(1, 10, 7)).isTrue();
        assertThat(rooms.isSaidIn(1, 11, 5)).isFalse();
        assertThat(rooms.isSaidIn(1, 19, 5)).isFalse();
        assertThat(rooms.isSaidIn(1, 20, 5)).isTrue();
        assertThat(rooms.isSaidIn(1, 21, 7)).isFalse();
        assertThat(rooms.isSaidIn(0, 0, 5)).isFalse();
    }

    @Test
    void shouldLetThoseWhoAreLeftHearTheFrameThatClosesTheirChannel() {
        rooms.changes(0, 3, 10);

        assertThat(rooms.isSaidIn(0, 10, 0)).isTrue();
        assertThat(rooms.isSaidIn(0, 10, 3)).isTrue();
        assertThat(rooms.isSaidIn(0, 11, 0)).isFalse();
    }
}
