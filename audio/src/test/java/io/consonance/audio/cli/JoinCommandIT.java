package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.host.VoiceHost;
import io.consonance.audio.client.AudioClient;
import io.consonance.audio.client.SoundListener;
import io.consonance.audio.device.SampleInput;
import io.consonance.audio.device.WavOutput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JoinCommandIT {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayAFileWriteWhatIsHeardAndLeave() throws Exception {
        Path in = folder.resolve("in.wav");
        Path out = folder.resolve("out.wav");
        short[] tone = new short[24_000];
        SampleInput.tone(440, 0.3).read(tone);
        try (WavOutput file = WavOutput.create(in)) {
            file.write(tone, tone.length);
        }
        Set<String> heard = ConcurrentHashMap.newKeySet();
        SoundListener ears = new SoundListener() {
            @Override
            public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
                heard.add(player);
            }
        };
        try (VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
                AudioClient bob = AudioClient.builder("Bob")
                        .address(host.address())
                        .room("Lobby")
                        .sound(ears)
                        .join()) {
            assertThat(bob.voice().name()).isEqualTo("Bob");
            String address = "127.0.0.1:" + host.address().getPort();

            int code = run(address, "--name", "Ann", "--room", "Lobby", "--in", in.toString(), "--out", out.toString());

            assertThat(code).as(err.toString()).isZero();
            assertThat(out).exists();
            assertThat(heard).containsExactly("Ann");
        }
    }

    @Test
    void shouldNotCallAFileThatCannotBeCompletedSuccess() throws Exception {
        Path in = folder.resolve("in.wav");
        Path written = folder.resolve("out.wav");
        try (WavOutput file = WavOutput.create(in)) {
            file.padTo(4_800);
        }
        try (VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start()) {
            String address = "127.0.0.1:" + host.address().getPort();
            PrintWriter meanwhile = new PrintWriter(err, true) {
                @Override
                public void println(String line) {
                    super.println(line);
                    if (line.startsWith("joined")) {
                        assertThat(written.toFile().mkdir()).isTrue();
                    }
                }
            };

            int code = new CommandLine(new JoinCommand())
                    .setErr(meanwhile)
                    .execute(
                            address,
                            "--name",
                            "Ann",
                            "--room",
                            "Lobby",
                            "--in",
                            in.toString(),
                            "--out",
                            written.toString());

            assertThat(code).isEqualTo(1);
            assertThat(err)
                    .asString()
                    .contains("consonance join: " + written + " is incomplete")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayThatTheHostIsGoneAndNotCallThatSuccess() throws Exception {
        Path in = folder.resolve("in.wav");
        try (WavOutput file = WavOutput.create(in)) {
            file.padTo(24_000);
        }
        VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
        String address = "127.0.0.1:" + host.address().getPort();
        PrintWriter closing = new PrintWriter(err, true) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.startsWith("joined")) {
                    host.close();
                }
            }
        };

        int code = new CommandLine(new JoinCommand())
                .setErr(closing)
                .execute(
                        address,
                        "--name",
                        "Ann",
                        "--room",
                        "Lobby",
                        "--in",
                        in.toString(),
                        "--out",
                        folder.resolve("out.wav").toString());

        assertThat(code).isEqualTo(1);
        assertThat(err).asString().contains("connection lost (").contains("), trying again");
    }

    @Test
    void shouldNotLetARefusalCommandTheTerminal() throws Exception {
        try (VoiceHost host = VoiceHost.builder()
                .bind("127.0.0.1")
                .port(0)
                .set("consonance.host.credential", "sesame")
                .start()) {
            String address = "127.0.0.1:" + host.address().getPort();

            assertThat(run(address, "--name", "A\u001b[2Jn", "--room", "Lobby")).isEqualTo(1);
        }
        assertThat(err).asString().contains("client A?[2Jn could not join: ").doesNotContain("\u001b");
    }

    @Test
    void shouldRefuseAFileThatIsNotThereBeforeItJoins() {
        String missing = folder.resolve("none.wav").toString();

        assertThat(run("127.0.0.1:1", "--name", "Ann", "--room", "Lobby", "--in", missing))
                .isEqualTo(2);
        assertThat(err).asString().contains("none.wav: no such file").doesNotContain("\tat ");
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertThat(run("--name", "Ann")).isEqualTo(2);
        assertThat(err).asString().contains("Missing: HOST:PORT, --room=ROOM; such as");
    }

    @Test
    void shouldRefuseAKeyAndAFileTogether() {
        assertThat(run("127.0.0.1:1", "--name", "Ann", "--room", "Lobby", "--in", "a.wav", "--push-to-talk"))
                .isEqualTo(2);
        assertThat(err).asString().contains("--push-to-talk is for the microphone");
    }

    private int run(String... arguments) {
        return new CommandLine(new JoinCommand())
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
