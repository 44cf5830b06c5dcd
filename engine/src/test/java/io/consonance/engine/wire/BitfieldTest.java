package io.consonance.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BitfieldTest {

    static ChannelPriority priority(int level) {
        return Arrays.stream(ChannelPriority.values())
                .filter(priority -> priority.level() == level)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldEncodeEveryRecordedChannel() {
        List<String[]> rows = Vectors.rows("bitfield-encode.tsv");
        assertThat(rows).hasSize(361);
        for (String[] row : rows) {
            int bitfield = ChannelBitfield.encode(
                    row[0].equals("Room"),
                    Integer.parseInt(row[1]),
                    priority(Integer.parseInt(row[2])),
                    amplitude(row[3]),
                    Boolean.parseBoolean(row[5]),
                    Boolean.parseBoolean(row[6]));
            assertThat(bitfield).as(String.join(" ", row)).isEqualTo(Integer.parseInt(row[7]));
            assertThat(bitfield >> 8).as(String.join(" ", row)).isEqualTo(Integer.parseInt(row[8]));
        }
    }

    @Test
    void shouldDecodeEveryRecordedBitfield() {
        List<String[]> rows = Vectors.rows("bitfield-decode.tsv");
        assertThat(rows).hasSize(128);
        for (String[] row : rows) {
            int bitfield = Integer.parseInt(row[0]);
            String named = String.join(" ", row);
            assertThat(ChannelBitfield.isRoom(bitfield)).as(named).isEqualTo(row[1].equals("Room"));
            assertThat(ChannelBitfield.isClosing(bitfield)).as(named).isEqualTo(Boolean.parseBoolean(row[2]));
            assertThat(ChannelBitfield.isPositional(bitfield)).as(named).isEqualTo(Boolean.parseBoolean(row[3]));
            assertThat(ChannelBitfield.priority(bitfield)).as(named).isEqualTo(priority(Integer.parseInt(row[4])));
            assertThat(ChannelBitfield.session(bitfield)).as(named).isEqualTo(Integer.parseInt(row[5]));
            assertThat(ChannelBitfield.amplitude(bitfield)).as(named).isEqualTo(amplitude(row[6]));
        }
    }

    @Test
    void shouldClampAmplitudeAndTakeNotANumberForSilence() {
        assertThat(amplitudeByte(Float.NaN)).isZero();
        assertThat(amplitudeByte(-1f)).isZero();
        assertThat(amplitudeByte(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(amplitudeByte(Float.POSITIVE_INFINITY)).isEqualTo(255);
        assertThat(amplitudeByte(2.5f)).isEqualTo(255);
        assertThat(amplitudeByte(1f)).isEqualTo(128);
    }

    private static int amplitudeByte(float amplitude) {
        return ChannelBitfield.encode(true, 0, ChannelPriority.DEFAULT, amplitude, false, false) >> 8;
    }

    private static float amplitude(String bits) {
        return Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
    }
}
