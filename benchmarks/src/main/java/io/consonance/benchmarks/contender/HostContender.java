package io.consonance.benchmarks.contender;

import io.consonance.actors.host.VoiceHost;
import java.io.IOException;

/** The host as users run it. */
public final class HostContender {

    private HostContender() {}

    /** Serves until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
        ControlLine.serve(host.address().getPort());
    }
}
