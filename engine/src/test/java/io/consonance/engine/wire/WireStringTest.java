package io.consonance.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireStringTest {

    @ParameterizedTest
    @CsvSource({
        "\\uD83D,0004efbfbd",
        "\\uDE00,0004efbfbd",
        "a\\uD83Db,000661efbfbd62",
        "\\uDE00\\uD83D,0007efbfbdefbfbd",
        "\\uD83D\\uD83D\\uDE00,0008efbfbdf09f9880",
        "\\uD83D\\uDE00,0005f09f9880"
    })
    void shouldWriteLoneSurrogatesAsReplacementCharacters(String escaped, String hex) {
        String value = Vectors.json('"' + escaped + '"').textValue();
        assertThat(Vectors.hex(new WireWriter(0).string(value).toByteString())).isEqualTo(hex);
        assertThat(WireWriter.utf8Length(value)).isEqualTo(hex.length() / 2 - 2);
    }

    @ParameterizedTest
    @CsvSource({"0002ff,\uFFFD", "0004ed9fbf,\uD7FF", "0003c3c3,\uFFFD\uFFFD", "000461ff62,a\uFFFDb", "0002f0,\uFFFD"})
    void shouldReadInvalidUtf8AsReplacementCharacters(String hex, String expected) throws MalformedPacketException {
        assertThat(new WireReader(Vectors.bytes(hex)).string()).isEqualTo(expected);
    }

    @Test
    void shouldTellNullFromEmpty() throws MalformedPacketException {
        assertThat(new WireReader(Vectors.bytes("0000")).nullableString()).isNull();
        assertThat(new WireReader(Vectors.bytes("0001")).nullableString()).isEmpty();
        assertThatThrownBy(() -> new WireReader(Vectors.bytes("0000")).string())
                .isSameAs(MalformedPacketException.of(MalformedPacketException.Reason.NULL_STRING));
    }

    @Test
    void shouldWriteTheLongestStringAndRefuseALongerOne() throws MalformedPacketException {
        String longest = "x".repeat(WireWriter.MAX_STRING_BYTES);
        assertThat(new WireReader(new WireWriter(0).string(longest).toByteString()).string())
                .isEqualTo(longest);
        assertThatThrownBy(() -> new WireWriter(0).string(longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535");
    }

    @Test
    void shouldLeaveWhatItGaveAwayAsItIsWhenItIsUsedOn() {
        WireWriter writer = new WireWriter(2).u16(0x0102);
        ByteString first = writer.toByteString();
        ByteString second = writer.u8(3).toByteString();

        assertThat(Vectors.hex(first)).isEqualTo("0102");
        assertThat(Vectors.hex(second)).isEqualTo("010203");
        assertThat(Vectors.hex(writer.u8(4).toByteString())).isEqualTo("01020304");
        assertThat(Vectors.hex(second)).isEqualTo("010203");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void shouldRefuseNumbersThatDoNotFitTheirField(int id) {
        assertThatThrownBy(() -> new RemoveClient(1, id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VoiceChannel(0, id)).isInstanceOf(IllegalArgumentException.class);
    }
}
