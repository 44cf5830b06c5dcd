package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UdpDropsTest {

    private static final String HEADING = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
            + "   uid  timeout inode ref pointer drops";

    @Test
    void shouldReadTheDropsOfEachPort() {
        UdpDrops drops = UdpDrops.parse(
                List.of(
                        HEADING,
                        "  411: 0100007F:1CE8 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 7001 2 0000000000000000 12",
                        " 1500: 0100007F:0035 0100007F:1CE8 01 00000000:00000000 00:00000000 00000000     0        0 7002 2 0000000000000000 0"));
        assertThat(drops.at(7_400)).isEqualTo(12);
        assertThat(drops.at(53)).isZero();
    }

    @Test
    void shouldAddUpTheSocketsThatShareAPort() {
        String socket =
                "  411: 0100007F:1CE8 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 7001 2 0000000000000000 12";
        assertThat(UdpDrops.parse(List.of(HEADING, socket, socket)).at(7_400)).isEqualTo(24);
    }

    @Test
    void shouldKnowOfNoDropsAtAPortThatIsNotThere() {
        assertThat(UdpDrops.parse(List.of(HEADING)).at(7_400)).isZero();
        assertThat(UdpDrops.parse(List.of()).at(7_400)).isZero();
    }
}
