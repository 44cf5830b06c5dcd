package io.consonance.simulator.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.simulator.talk.RoomLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void shouldGiveEveryPeerToOneShareAndNoRoomToTwo(int shares) {
        RoomLayout layout = RoomLayout.even(100, 8);

        int next = 0;
        for (int index = 0; index < shares; index++) {
            Share share = new Share(index, shares);
            assertThat(share.firstPeer(layout)).isEqualTo(next);
            next = share.endPeer(layout);
            if (next > share.firstPeer(layout) && next < layout.peers()) {
                assertThat(layout.roomOf(next)).isNotEqualTo(layout.roomOf(next - 1));
            }
        }
        assertThat(next).isEqualTo(layout.peers());
    }

    @Test
    void shouldRefuseAShareThatIsNotThere() {
        assertThatThrownBy(() -> new Share(2, 2)).hasMessageContaining("share 2 of 2");
    }
}
