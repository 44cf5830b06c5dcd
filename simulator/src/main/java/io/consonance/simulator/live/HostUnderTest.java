package io.consonance.simulator.live;

import io.consonance.actors.client.HostAddress;
import io.consonance.actors.client.VoiceClient;
import io.consonance.actors.host.SessionSnapshot;
import io.consonance.actors.host.VoiceHost;
import io.consonance.engine.peer.RemotePlayer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The host the peers talk through: one of our own in this process, or a running one. Not thread-safe. */
final class HostUnderTest implements AutoCloseable {

    private static final String OBSERVER = "consonance-observer";
    private static final long ANSWER_SECONDS = 30;

    private final HostAddress address;
    private final VoiceHost embedded;

    private HostUnderTest(HostAddress address, VoiceHost embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    /** The running host at that address, or a new one on the loopback interface. */
    static HostUnderTest of(Optional<HostAddress> running) throws IOException {
        if (running.isPresent()) {
            return new HostUnderTest(running.get(), null);
        }
        VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
        InetSocketAddress bound = host.address();
        return new HostUnderTest(new HostAddress(bound.getAddress().getHostAddress(), bound.getPort()), host);
    }

    HostAddress address() {
        return address;
    }

    boolean isEmbedded() {
        return embedded != null;
    }

    /** The names of all members of these sessions now: the embedded host's own word, or what a newcomer is told by the other one. */
    List<String> members(List<String> sessions) throws IOException {
        List<String> names = new ArrayList<>();
        for (String session : sessions) {
            names.addAll(embedded != null ? told(session) : observed(session));
        }
        return names;
    }

    private List<String> told(String session) throws IOException {
        return answer(embedded.session(session)).map(SessionSnapshot::players).orElse(List.of()).stream()
                .map(SessionSnapshot.Player::name)
                .toList();
    }

    private List<String> observed(String session) throws IOException {
        try (VoiceClient observer = answer(
                VoiceClient.builder(OBSERVER).address(address).session(session).connect())) {
            List<String> names = new ArrayList<>(
                    answer(observer.players()).stream().map(RemotePlayer::name).toList());
            names.remove(OBSERVER);
            return names;
        }
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    private static <T> T answer(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    "the host's roster could not be asked for: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the host's roster could not be asked for within " + ANSWER_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
