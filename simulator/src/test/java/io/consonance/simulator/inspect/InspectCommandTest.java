package io.consonance.simulator.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InspectCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldSpellOutVoiceInsideARelay() throws IOException {
        int bitfield = ChannelBitfield.encode(true, 0, ChannelPriority.HIGH, 1.0f, false, true);
        ByteString voice = new VoiceData(
                        0x89ABCDEF,
                        3,
                        0x85,
                        9,
                        List.of(new VoiceChannel(bitfield, 22028)),
                        ByteString.fromInts(1, 2, 3))
                .encode();
        ByteString relay = new ServerRelay(false, 0x89ABCDEF, List.of(4, 5), voice).encode();

        assertThat(inspect("--json", hexFile("# a relay", hex(relay)))).isZero();

        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.get("packet").asText()).isEqualTo("SERVER_RELAY_UNRELIABLE");
        assertThat(line.get("number").asInt()).isEqualTo(2);
        assertThat(line.get("session").asLong()).isEqualTo(0x89ABCDEFL);
        JsonNode inner = line.get("inner");
        assertThat(inner.get("packet").asText()).isEqualTo("VOICE_DATA");
        assertThat(inner.get("channelSession").asInt()).isEqualTo(5);
        assertThat(inner.at("/channels/0/to").asText()).isEqualTo("room");
        assertThat(inner.at("/channels/0/closing").asBoolean()).isTrue();
        assertThat(inner.get("audio").asText()).isEqualTo("010203");
    }

    @Test
    void shouldDecodeLinkPackets() throws IOException {
        assertThat(inspect(hexFile(hex(new LinkPing(42).encode())))).isZero();
        assertThat(out.toString()).contains("LinkPing").contains("42");
    }

    @Test
    void shouldSayWhyAPacketIsUnreadableAndGoOn() throws IOException {
        assertThat(inspect(hexFile("8bc7 01 00", hex(new LinkPing(42).encode()))))
                .isEqualTo(1);
        assertThat(out.toString()).contains("TRUNCATED").contains("LinkPing");
    }

    @Test
    void shouldReadDatagramsAndTcpFramesOfACapture() throws URISyntaxException {
        URL capture = InspectCommandTest.class.getResource("pings.pcap");
        assertThat(inspect(Path.of(capture.toURI()).toString())).isZero();
        assertThat(out.toString().lines()).hasSize(4).allMatch(line -> line.contains("LinkPing"));
        assertThat(out.toString()).contains("udp  127.0.0.1:").contains("tcp  [0:0:0:0:0:0:0:1]:");
    }

    @Test
    void shouldNameTheLineThatIsNotHexadecimal() throws IOException {
        String file = hexFile("8bc7", "xyz");
        assertThat(inspect(file)).isEqualTo(2);
        assertThat(err.toString()).contains(file + ":2:").contains("hexadecimal");
    }

    @Test
    void shouldSayThatThereIsNoPacket() throws IOException {
        String file = hexFile("# nothing yet");
        assertThat(inspect(file)).isZero();
        assertThat(err.toString()).contains("no packets in " + file);
    }

    @Test
    void shouldRefuseWhatIsNoFile() {
        assertThat(inspect(folder.resolve("missing").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no such file");
        assertThat(inspect(folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is a directory");
    }

    @Test
    void shouldSayHowToConvertPcapNg() throws IOException {
        Path file = folder.resolve("new.pcapng");
        Files.write(file, new byte[] {0x0A, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0});
        assertThat(inspect(file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("editcap");
    }

    private int inspect(String... arguments) {
        return new CommandLine(new InspectCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private String hexFile(String... lines) throws IOException {
        return Files.write(folder.resolve("packets.hex"), List.of(lines)).toString();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toArray());
    }
}
