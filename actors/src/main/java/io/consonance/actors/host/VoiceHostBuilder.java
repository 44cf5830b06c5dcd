package io.consonance.actors.host;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.client.HostAddress;
import io.consonance.actors.cluster.ClusterConfig;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.actors.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.remote.RemoteTransportException;
import org.slf4j.LoggerFactory;

/** What a host starts with. Not thread-safe; each start makes a host of its own. */
public final class VoiceHostBuilder {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final AtomicLong HOSTS = new AtomicLong();

    private final Map<String, String> changes = new LinkedHashMap<>();
    private Config config;
    private ActorSystem<?> system;
    private Consumer<VoiceHostEvent> listener;

    VoiceHostBuilder() {}

    /** The address to listen on, IPv4, IPv6 or a name ({@code consonance.host.bind}). */
    public VoiceHostBuilder bind(String address) {
        return set("consonance.host.bind", address);
    }

    /** The port of TCP and UDP, 0 for any free one ({@code consonance.host.port}). */
    public VoiceHostBuilder port(int port) {
        return set("consonance.host.port", Integer.toString(port));
    }

    /** Changes one setting of {@code reference.conf}; a wrong one is refused at the start. */
    public VoiceHostBuilder set(String key, String value) {
        changes.put(key, value);
        return this;
    }

    /** Settings to start from, resolved, in place of {@link ConfigFactory#load()} or the actor system's. */
    public VoiceHostBuilder config(Config settings) {
        config = settings;
        return this;
    }

    /** Runs in this actor system, which stays when the host is closed, in place of one of its own. */
    public VoiceHostBuilder system(ActorSystem<?> yours) {
        system = yours;
        return this;
    }

    /**
     * Is told what happens, in order within a session, one event at a time, from a thread of the actor system. It may block
     * without holding up any session; events then wait in memory.
     */
    public VoiceHostBuilder listener(Consumer<VoiceHostEvent> events) {
        listener = events;
        return this;
    }

    /**
     * Starts the host and waits until it accepts.
     *
     * @throws IOException if an address cannot be listened on
     * @throws InvalidSettingException if a setting is wrong
     */
    public VoiceHost start() throws IOException {
        try {
            return startAsync().toCompletableFuture().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the host did not start within " + START_TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the host started", e);
        }
    }

    /**
     * Starts the host; the stage completes when it accepts, or fails with an {@link IOException}.
     *
     * @throws InvalidSettingException if a setting is wrong
     */
    public CompletionStage<VoiceHost> startAsync() {
        Config whole = wholeConfig();
        Settings settings = Settings.of(whole);
        HostCounters counters = new HostCounters();
        HostLife life = new HostLife();
        var behavior = HostActor.create(settings, counters, listener, System::nanoTime, life);
        boolean own = system == null;
        ActorSystem<?> runsIn;
        ActorRef<HostActor.Command> host;
        if (own) {
            // Before several threads want to log: SLF4J would tell of it.
            LoggerFactory.getILoggerFactory();
            ActorSystem<HostActor.Command> made;
            try {
                made = ActorSystem.create(behavior, ClusterConfig.SYSTEM, ownSystemConfig(whole, settings));
            } catch (RemoteTransportException e) {
                return CompletableFuture.failedFuture(new IOException(
                        "cannot listen for other nodes on TCP "
                                + new HostAddress(
                                        settings.cluster().address(),
                                        settings.cluster().port())
                                + ": " + HostSockets.reason(e) + " (consonance.cluster.address, .port)",
                        e));
            }
            runsIn = made;
            host = made;
        } else {
            runsIn = system;
            host = system.systemActorOf(behavior, "consonance-host-" + HOSTS.incrementAndGet(), Props.empty());
        }
        return AskPattern.<HostActor.Command, HostActor.StartResult>ask(
                        host, HostActor.Start::new, START_TIMEOUT, runsIn.scheduler())
                .thenCompose(result -> {
                    if (result.failure() != null) {
                        return CompletableFuture.failedFuture(result.failure());
                    }
                    VoiceHost started =
                            new VoiceHost(runsIn, own, settings.cluster(), host, counters, result.sockets(), life);
                    return started.startManagement(settings.cluster());
                });
    }

    /**
     * The settings as a start would take them.
     *
     * @throws InvalidSettingException if one is wrong
     */
    public Settings settings() {
        return Settings.of(wholeConfig());
    }

    private Config wholeConfig() {
        Config base =
                config != null ? config : system != null ? system.settings().config() : ConfigFactory.load();
        return Settings.with(base, changes);
    }

    /** A host closes itself, and says nothing about letters that come after; an embedding program decides for its own system. */
    private static Config ownSystemConfig(Config whole, Settings settings) {
        Config config =
                settings.cluster().enabled() ? ClusterConfig.of(settings.cluster(), whole) : withoutSerializers(whole);
        return ConfigFactory.parseString("""
                        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        pekko.log-dead-letters = off
                        pekko.log-dead-letters-during-shutdown = off
                        """).withFallback(config);
    }

    /** Where nothing leaves the process, the serializers of Pekko's cluster modules only cost time at the start. */
    private static Config withoutSerializers(Config config) {
        return ConfigFactory.parseString("pekko.actor { serializers {}, serialization-bindings {} }")
                .withFallback(config.withoutPath("pekko.actor.serializers")
                        .withoutPath("pekko.actor.serialization-bindings"));
    }
}
