package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MumbleMessageTest {

    @Test
    void shouldPutTypeAndLengthBeforeTheFields() throws Exception {
        MumbleMessage message =
                MumbleMessage.of(MumbleMessage.AUTHENTICATE).with(1, "bob").with(5, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("0002" + "00000007" + "0a03626f62" + "2801");
        assertThat(read("0002000000070a03626f622801")).isEqualTo(message);
    }

    @Test
    void shouldFindFieldsByNumberWhateverElseThereIs() throws Exception {
        MumbleMessage message = read("000f" + "0000000b" + "0a021122" + "12023344" + "08ac02");
        assertThat(message.type()).isEqualTo(MumbleMessage.CRYPT_SETUP);
        assertThat(message.bytes(1)).containsExactly(0x11, 0x22);
        assertThat(message.number(1)).isEqualTo(300);
        assertThat(message.number(7)).isZero();
        assertThat(message.bytes(7)).isEmpty();
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        assertThatThrownBy(() -> read("0000" + "7fffffff"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0..");
    }

    private static MumbleMessage read(String hex) throws IOException {
        return MumbleMessage.readFrom(
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
    }
}
