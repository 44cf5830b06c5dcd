package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the relays that are compared.
 *
 * @param byTcp whether its peers join by TCP, as a host's and Murmur's do; the others believe what a LinkBind says
 */
record Contender(String name, List<String> command, boolean byTcp) {

    static final String HOST = "host";
    static final String C = "c";
    static final String MURMUR = "murmur";
    static final List<String> NAMES = List.of(C, HOST, "pekko-udp", "mailboxes", MURMUR);

    private static final String PACKAGE = "io.consonance.benchmarks.contender.";

    /** The host and what is written in Java; all JVMs get the same flags. */
    static List<Contender> inJava(List<String> jvmFlags) {
        return List.of(
                new Contender(HOST, java(jvmFlags, "HostContender"), true),
                new Contender("pekko-udp", java(jvmFlags, "PekkoUdpContender"), false),
                new Contender("mailboxes", java(jvmFlags, "MailboxContender"), false));
    }

    /** The relay in C. */
    static Contender inC(Path program) {
        return new Contender(C, List.of(program.toString()), false);
    }

    /** Mumble's server. */
    static Contender inMurmur(Path program) {
        return new Contender(MURMUR, List.of(program.toString()), true);
    }

    RelayProcess start(int core) throws IOException {
        return name.equals(MURMUR) ? new MurmurServer(command.get(0), core) : new LinkRelay(this, core);
    }

    private static List<String> java(List<String> jvmFlags, String main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PACKAGE + main));
        return command;
    }
}
