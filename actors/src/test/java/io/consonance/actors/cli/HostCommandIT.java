package io.consonance.actors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.link.RejectCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The {@code host} command as a process of its own. */
@Timeout(120)
class HostCommandIT {
    private static final Pattern READY = Pattern.compile("ready tcp=(\\S+):(\\d+) udp=(\\S+):(\\d+) pid=(\\d+)");

    /** The program of this test's processes. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            System.exit(new CommandLine(new HostCommand()).execute(args));
        }
    }

    private static Process run(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }

    @Test
    void shouldSayWhereItAcceptsOnOneLineAndLeaveCleanlyOnSigterm() throws Exception {
        Process process = run("--bind", "::1", "--port", "0", "--set", "consonance.host.keep-alive=600 s");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            Matcher ready = READY.matcher(out.readLine());
            assertThat(ready.matches()).isTrue();
            assertThat(ready.group(1)).isEqualTo("[0:0:0:0:0:0:0:1]").isEqualTo(ready.group(3));
            assertThat(ready.group(2)).isEqualTo(ready.group(4));
            assertThat(Long.parseLong(ready.group(5))).isEqualTo(process.pid());

            try (Socket peer = new Socket("::1", Integer.parseInt(ready.group(2)))) {
                InputStream in = peer.getInputStream();
                byte[] hello = in.readNBytes(27);
                assertThat(hello).containsSequence(0x02, 0x58);

                // The process itself, since its own destroy() would close our end of its output.
                process.toHandle().destroy();

                byte[] reject = in.readAllBytes();
                assertThat(reject).startsWith(0, reject.length - 2, 0x8B, 0xC8, 3, 0, RejectCode.DRAINING.code());
            }
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldRefuseAWrongSettingWithOneLine() throws Exception {
        Process process = run("--set", "consonance.host.port=70000");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.inputReader().lines()).isEmpty();
        assertThat(process.errorReader().lines())
                .singleElement()
                .asString()
                .contains("consonance.host.port", "70000", "0 .. 65535");
    }

    @Test
    void shouldSayThatThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process process = run("--bind", "127.0.0.1", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(process.inputReader().lines()).isEmpty();
            assertThat(process.errorReader().lines())
                    .anyMatch(line -> line.contains("cannot listen on TCP 127.0.0.1:" + taken.getLocalPort() + ": A"));
        }
    }

    @Test
    void shouldSayThatThePortForOtherNodesIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            Process process =
                    run("--bind", "127.0.0.1", "--port", "0", "--cluster", "--set", "consonance.cluster.port=" + port);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(process.inputReader().lines()).isEmpty();
            assertThat(process.errorReader().lines())
                    .anyMatch(line -> line.matches("consonance host: cannot listen for other nodes on TCP 127.0.0.1:"
                            + port + ": A.* \\(consonance.cluster.address, .port\\)"));
        }
    }
}
