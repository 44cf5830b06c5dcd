package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.host.VoiceHost;
import io.consonance.audio.device.WavInput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RecordCommandIT {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();
    private final UntilSignal signal = new UntilSignal(halted::complete);

    @Test
    void shouldCompleteTheFilesAfterASignal() throws Exception {
        assertThat(recordUntilASignal(() -> {})).as(err.toString()).isZero();
        assertThat(halted.get()).isZero();
        assertThat(WavInput.readAll(folder.resolve("mix.wav"))).isNotEmpty();
        assertThat(folder.toFile().list()).containsExactly("mix.wav");
    }

    @Test
    void shouldNotCallARecordingThatCannotBeCompletedSuccess() throws Exception {
        int code = recordUntilASignal(() -> folder.resolve("mix.wav").toFile().mkdir());

        assertThat(code).isEqualTo(1);
        assertThat(halted.get()).isEqualTo(1);
        assertThat(err)
                .asString()
                .contains(folder.resolve("mix.wav") + " is incomplete")
                .doesNotContain("\tat ");
        assertThat(Files.size(folder.resolve("mix.wav.part"))).isGreaterThan(44);
    }

    @Test
    void shouldLeaveNothingBehindAndNotLetARefusalCommandTheTerminal() throws Exception {
        try (VoiceHost host = VoiceHost.builder()
                .bind("127.0.0.1")
                .port(0)
                .set("consonance.host.credential", "sesame")
                .start()) {
            int code = new CommandLine(new RecordCommand(signal))
                    .setErr(new PrintWriter(err, true))
                    .execute(
                            "127.0.0.1:" + host.address().getPort(),
                            "--name",
                            "A\u001b[2Jn",
                            "--room",
                            "Lobby",
                            "--dir",
                            folder.resolve("new/one").toString());

            assertThat(code).isEqualTo(1);
        }
        assertThat(folder).as("nothing was recorded").isEmptyDirectory();
        assertThat(err).asString().contains("client A?[2Jn could not join: ").doesNotContain("\u001b");
    }

    private int recordUntilASignal(Runnable meanwhile) throws Exception {
        try (VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start()) {
            PrintWriter recording = new PrintWriter(err, true) {
                @Override
                public void println(String line) {
                    super.println(line);
                    if (line.startsWith("recording Lobby")) {
                        meanwhile.run();
                        new Thread(RecordCommandIT.this::signalOnceThereIsSound, "signal").start();
                    }
                }
            };
            return new CommandLine(new RecordCommand(signal))
                    .setErr(recording)
                    .execute("127.0.0.1:" + host.address().getPort(), "--room", "Lobby", "--dir", folder.toString());
        }
    }

    private void signalOnceThereIsSound() {
        while (folder.resolve("mix.wav.part").toFile().length() <= 44) {
            Thread.onSpinWait();
        }
        signal.signalled();
    }
}
