package io.consonance.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrappedDeltaTest {

    @Test
    void shouldMatchEveryRecordedDifference() {
        List<String[]> rows = Vectors.rows("wrappeddelta.tsv");
        assertThat(rows).hasSize(290);
        for (String[] row : rows) {
            int delta = WrappedDelta.of(Integer.parseInt(row[0]), Integer.parseInt(row[1]), Integer.parseInt(row[2]));
            assertThat(delta).as(String.join(" ", row)).isEqualTo(Integer.parseInt(row[3]));
        }
    }

    @Test
    void shouldCompareSessionsInTheBitsOfTheirFormat() {
        assertThat(VoiceOptions.encode(255)).isEqualTo(0xFF);
        assertThat(VoiceOptions.encode(128)).isEqualTo(0x80);
        assertThat(VoiceOptions.sessionsAhead(127, VoiceOptions.encode(0))).isEqualTo(1);
        assertThat(VoiceOptions.sessionsAhead(0, VoiceOptions.encode(64))).isEqualTo(-64);
        assertThat(VoiceOptions.sessionsAhead(3, 0)).isEqualTo(1);
        assertThat(VoiceOptions.sessionsAhead(0, 2)).isEqualTo(-2);
        assertThat(VoiceOptions.channelSession(0xFF)).isEqualTo(127);
        assertThat(VoiceOptions.isExtended(0x7F)).isFalse();
    }
}
