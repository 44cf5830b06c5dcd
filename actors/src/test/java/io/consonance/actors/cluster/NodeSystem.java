package io.consonance.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.Settings;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor system that can become a node of a cluster: at any free port, of no cluster yet, ended by whoever made it. */
public final class NodeSystem {

    private NodeSystem() {}

    /** One with these settings: those under {@code consonance} and those of the libraries. */
    public static ActorSystem<Void> create(Config whole) {
        return ActorSystem.create(
                Behaviors.empty(),
                ClusterConfig.SYSTEM,
                ConfigFactory.parseString("""
                                pekko.remote.artery.canonical.port = 0
                                pekko.cluster.seed-nodes = []
                                pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                                """)
                        .withFallback(ClusterConfig.of(Settings.of(whole).cluster(), whole)));
    }
}
