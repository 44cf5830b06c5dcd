package io.consonance.actors.stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.Settings;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.dispatch.DispatcherConfigurator;
import org.apache.pekko.dispatch.Dispatchers;

/**
 * The selector-loop dispatchers of an actor system, each with one thread of its own: one per UDP island, and a few that
 * clients are spread over. They are numbered copies of the blocks {@code consonance.relay.dispatcher} and
 * {@code consonance.client.dispatcher}, made when first asked for, so that any actor system will do. Thread-safe.
 */
public final class SelectorDispatchers implements Extension {

    /** The block that every island's dispatcher is a copy of. */
    public static final String ISLANDS = "consonance.relay.dispatcher";

    /** The block that every dispatcher for clients is a copy of. */
    public static final String CLIENTS = "consonance.client.dispatcher";

    private static final Id ID = new Id();

    private final Dispatchers dispatchers;
    private final Config config;
    private final int clientThreads;
    private final AtomicInteger clients = new AtomicInteger();

    private SelectorDispatchers(ActorSystem<?> system) {
        dispatchers = system.classicSystem().dispatchers();
        config = system.settings().config();
        clientThreads = Settings.of(config).client().threads();
    }

    /** Those of that system; always the same instance. */
    public static SelectorDispatchers of(ActorSystem<?> system) {
        return system.registerExtension(ID);
    }

    /** The dispatcher id of the island with that number, from 0. */
    public String island(int index) {
        return numbered(ISLANDS, index);
    }

    /**
     * Where to spawn the next client: each call goes one on among {@code consonance.client.threads} threads. Children of
     * that client share its thread with {@code DispatcherSelector.sameAsParent()}.
     */
    public DispatcherSelector nextClient() {
        return DispatcherSelector.fromConfig(
                numbered(CLIENTS, Math.floorMod(clients.getAndIncrement(), clientThreads)));
    }

    private String numbered(String block, int index) {
        String id = block + "-" + index;
        if (!dispatchers.hasDispatcher(id)) {
            String name = id.substring(id.lastIndexOf('.') + 1);
            Config numbered = ConfigFactory.parseMap(Map.of("id", id, "name", name))
                    .withFallback(config.getConfig(block))
                    .withFallback(dispatchers.defaultDispatcherConfig());
            // Should somebody else be faster, theirs is used and this one never starts a thread.
            dispatchers.registerConfigurator(id, new DispatcherConfigurator(numbered, dispatchers.prerequisites()));
        }
        return id;
    }

    private static final class Id extends ExtensionId<SelectorDispatchers> {

        @Override
        public SelectorDispatchers createExtension(ActorSystem<?> system) {
            return new SelectorDispatchers(system);
        }
    }
}
