package io.consonance.actors.client;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.host.HostConnection;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.wire.CodecSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Describes a {@link VoiceClient} and connects it. Not thread-safe. */
public final class VoiceClientBuilder {
    private final ClientSettings.Builder settings;
    private ClientListener listener = event -> {};
    private Duration timeout = Duration.ofSeconds(30);
    private ActorSystem<?> system;
    private Config config;

    VoiceClientBuilder(String name) {
        this.settings = new ClientSettings.Builder(name);
    }

    /** One more address of the host, {@code name:port} or {@code [IPv6]:port}; several are tried in turn. */
    public VoiceClientBuilder address(String address) {
        return address(HostAddress.parse(address));
    }

    /** One more address of the host; several are tried in turn. */
    public VoiceClientBuilder address(HostAddress address) {
        settings.address(address);
        return this;
    }

    /** The same, for a socket address that is known. */
    public VoiceClientBuilder address(InetSocketAddress address) {
        return address(HostAddress.of(address));
    }

    /** A host in this process, connected to without sockets, instead of addresses. */
    public VoiceClientBuilder host(HostConnection.Acceptor host) {
        settings.local(host);
        return this;
    }

    /** A session other than the host's default one. */
    public VoiceClientBuilder session(String session) {
        settings.session(session);
        return this;
    }

    /** What the host asks of its clients. */
    public VoiceClientBuilder credential(String credential) {
        settings.credential(credential);
        return this;
    }

    /** Rooms to listen to from the start. */
    public VoiceClientBuilder rooms(String... rooms) {
        settings.rooms(rooms);
        return this;
    }

    /** How the frames are encoded; Opus in frames of 20 ms unless said otherwise. */
    public VoiceClientBuilder codec(CodecSettings codec) {
        settings.codec(codec);
        return this;
    }

    /** Who hears what happens. */
    public VoiceClientBuilder listener(ClientListener listener) {
        this.listener = listener;
        return this;
    }

    /** Something between the client and its UDP socket. */
    public VoiceClientBuilder filter(DatagramFilter filter) {
        settings.filter(filter);
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
        ClientSettings built =
                settings.connection(Settings.of(effective).client()).build();
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
