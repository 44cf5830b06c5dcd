package io.consonance.actors.client;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.host.HostConnection;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.wire.CodecSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Describes a {@link VoiceClient} and connects it. Not thread-safe. */
public final class VoiceClientBuilder {
    private final String name;
    private final List<HostAddress> addresses = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private HostConnection.Acceptor local;
    private String session;
    private String credential;
    private CodecSettings codec = ClientSettings.DEFAULT_CODEC;
    private ClientListener listener = event -> {};
    private DatagramFilter filter = DatagramFilter.NONE;
    private Duration timeout = Duration.ofSeconds(30);
    private ActorSystem<?> system;
    private Config config;

    VoiceClientBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** One more address of the host, {@code name:port} or {@code [IPv6]:port}; several are tried in turn. */
    public VoiceClientBuilder address(String address) {
        return address(HostAddress.parse(address));
    }

    /** One more address of the host; several are tried in turn. */
    public VoiceClientBuilder address(HostAddress address) {
        addresses.add(address);
        return this;
    }

    /** The same, for a socket address that is known. */
    public VoiceClientBuilder address(InetSocketAddress address) {
        return address(HostAddress.of(address));
    }

    /** A host in this process, connected to without sockets, instead of addresses. */
    public VoiceClientBuilder host(HostConnection.Acceptor host) {
        local = host;
        return this;
    }

    /** A session other than the host's default one. */
    public VoiceClientBuilder session(String session) {
        this.session = session;
        return this;
    }

    /** What the host asks of its clients. */
    public VoiceClientBuilder credential(String credential) {
        this.credential = credential;
        return this;
    }

    /** Rooms to listen to from the start. */
    public VoiceClientBuilder rooms(String... rooms) {
        this.rooms.addAll(Arrays.asList(rooms));
        return this;
    }

    /** How the frames are encoded; Opus in frames of 20 ms unless said otherwise. */
    public VoiceClientBuilder codec(CodecSettings codec) {
        this.codec = codec;
        return this;
    }

    /** Who hears what happens. */
    public VoiceClientBuilder listener(ClientListener listener) {
        this.listener = listener;
        return this;
    }

    /** Something between the client and its UDP socket. */
    public VoiceClientBuilder filter(DatagramFilter filter) {
        this.filter = filter;
        return this;
    }

    /** How long {@link #connect()} tries; 30 s unless said otherwise. */
    public VoiceClientBuilder timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /** Runs in this actor system, which stays yours; otherwise the client has one of its own. */
    public VoiceClientBuilder system(ActorSystem<?> system) {
        this.system = system;
        return this;
    }

    /** Settings for an actor system of the client's own; otherwise those on the class path. */
    public VoiceClientBuilder config(Config config) {
        this.config = config;
        return this;
    }

    /**
     * Connects, joins and waits for it, at most as long as the {@link #timeout} says.
     *
     * @throws JoinFailedException when the host refuses, or when the time is over
     */
    public VoiceClient join() {
        try {
            return connect().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof JoinFailedException failure ? failure : e;
        }
    }

    /**
     * Connects and joins; done when the host has shown us to the others, with our rooms. Fails with a {@link JoinFailedException} when the host refuses, or when the time is over.
     *
     * @throws io.consonance.actors.settings.InvalidSettingException at once for a setting nobody can start with
     */
    public CompletionStage<VoiceClient> connect() {
        Config effective = system != null ? system.settings().config() : config != null ? config : ConfigFactory.load();
        ClientSettings.Builder settings = ClientSettings.builder(
                        name, Settings.of(effective).client())
                .session(session)
                .credential(credential)
                .rooms(rooms.toArray(String[]::new))
                .codec(codec)
                .filter(filter)
                .local(local);
        addresses.forEach(settings::address);
        ClientSettings built = settings.build();
        boolean own = system == null;
        ActorSystem<?> home =
                own ? ActorSystem.create(Behaviors.empty(), "consonance-client", ownSystemConfig(effective)) : system;
        return new Connecting(home, own, built, listener, timeout).start();
    }

    /** A client ends by itself; an embedding program decides for its own system. */
    private static Config ownSystemConfig(Config effective) {
        return ConfigFactory.parseString("""
                        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        pekko.log-dead-letters = off
                        pekko.log-dead-letters-during-shutdown = off
                        """).withFallback(effective);
    }
}
