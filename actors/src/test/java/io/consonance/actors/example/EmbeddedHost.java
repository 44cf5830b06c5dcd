package io.consonance.actors.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consonance.actors.client.VoiceClient;
import io.consonance.actors.host.VoiceHost;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import java.util.concurrent.CompletableFuture;

/** A host and two clients in one program, one of them without sockets: Ann says something in the lobby, Bob hears it. */
public final class EmbeddedHost {
    private EmbeddedHost() {}

    /** Prints what Bob heard. */
    public static void main(String[] args) throws Exception {
        System.out.println(run());
    }

    static String run() throws Exception {
        var heard = new CompletableFuture<VoiceReceived>();
        try (var host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
                var bob = VoiceClient.builder("Bob")
                        .address(host.address())
                        .rooms("Lobby")
                        .listener(event -> {
                            if (event instanceof VoiceReceived voice) {
                                heard.complete(voice);
                            }
                        })
                        .join();
                var ann = VoiceClient.builder("Ann").host(host.localPeers()).join()) {
            ann.openChannel("Lobby");
            // Voice may overtake the news that Ann is there; who speaks sends a frame every 20 ms anyway.
            while (!heard.isDone()) {
                ann.sendFrame("hello".getBytes(UTF_8));
                Thread.sleep(20);
            }
            return bob.name() + " heard " + heard.get().player() + " say "
                    + heard.get().audio().utf8String();
        }
    }
}
