package io.consonance.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoomIdTest {

    @Test
    void shouldHashEveryRecordedName() {
        List<String[]> rows = Vectors.rows("roomhash.tsv");
        assertThat(rows).hasSize(144);
        for (String[] row : rows) {
            String name = Vectors.json(row[0]).textValue();
            assertThat(RoomId.fnv1a(name)).as(row[0]).isEqualTo(Integer.parseUnsignedInt(row[2], 16));
            assertThat(RoomId.of(name)).as(row[0]).isEqualTo(Integer.parseInt(row[3]));
        }
    }
}
