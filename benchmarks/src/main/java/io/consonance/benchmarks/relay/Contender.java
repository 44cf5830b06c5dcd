package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of the relays that are compared.
 *
 * @param byTcp whether its peers join by TCP, as a host's do; the others believe what a LinkBind says
 */
record Contender(String name, List<String> command, boolean byTcp) {

    static final String HOST = "host";
    static final String C = "c";

    private static final String PACKAGE = "io.consonance.benchmarks.contender.";
    private static final int COMPILER_PATIENCE_SECONDS = 60;

    /** The host and what is written in Java; all JVMs get the same flags. */
    static List<Contender> inJava(List<String> jvmFlags) {
        return List.of(
                new Contender(HOST, java(jvmFlags, "HostContender"), true),
                new Contender("pekko-udp", java(jvmFlags, "PekkoUdpContender"), false),
                new Contender("mailboxes", java(jvmFlags, "MailboxContender"), false));
    }

    /** The relay in C, compiled into that directory. */
    static Contender inC(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("relay.c");
        Path program = directory.resolve("relay");
        try (InputStream in = Contender.class.getResourceAsStream("relay.c")) {
            Files.copy(in, source);
        }
        Process gcc;
        try {
            gcc = new ProcessBuilder("gcc", "-O2", "-pthread", "-o", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IOException("gcc is not installed", e);
        }
        String output = new String(gcc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!gcc.waitFor(COMPILER_PATIENCE_SECONDS, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
            throw new IOException("gcc could not compile relay.c: "
                    + output.lines().findFirst().orElse(""));
        }
        return new Contender(C, List.of(program.toString()), false);
    }

    private static List<String> java(List<String> jvmFlags, String main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PACKAGE + main));
        return command;
    }
}
