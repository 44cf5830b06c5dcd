package io.consonance.simulator.workers;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.remote.RemoteTransportException;

/** The cluster of one run: the coordinator makes it, workers find the coordinator in it. Stateless. */
final class RunCluster {

    static final String NAME = "consonance-run";

    static final ServiceKey<WorkerMessage> COORDINATOR = ServiceKey.create(WorkerMessage.class, "coordinator");

    private RunCluster() {}

    /**
     * Starts a node.
     *
     * @param own address others reach it at; port 0: any free one
     * @param coordinator address of the coordinator; null: this node is the coordinator
     * @throws IOException if the address cannot be listened at
     */
    static <T> ActorSystem<T> start(Behavior<T> guardian, InetSocketAddress own, InetSocketAddress coordinator)
            throws IOException {
        try {
            return ActorSystem.create(guardian, NAME, config(own, coordinator));
        } catch (RemoteTransportException e) {
            throw new IOException(
                    "cannot listen at " + literal(own) + ":" + own.getPort() + " for the run's cluster", e);
        }
    }

    private static Config config(InetSocketAddress own, InetSocketAddress coordinator) {
        String seeds = coordinator == null
                ? ""
                : "pekko.cluster.seed-nodes = [\"pekko://" + NAME + "@" + literal(coordinator) + ":"
                        + coordinator.getPort() + "\"]\n";
        // What the cluster has to say of a worker that is gone, the coordinator says in one line.
        // The coordinator is the oldest: whoever does not see it is not part of the run. A worker that is gone should
        // be known
        // to be within seconds; one that is merely busy, with a core full of peers, should not.
        return ConfigFactory.parseString(seeds + """
                        pekko {
                          actor {
                            provider = cluster
                            serializers.consonance-workers = "io.consonance.simulator.workers.WorkerSerializer"
                            serialization-bindings."io.consonance.simulator.workers.WorkerMessage" = consonance-workers
                          }
                          remote.artery {
                            transport = tcp
                            canonical.hostname = "%s"
                            canonical.port = %d
                            advanced.maximum-frame-size = 8 MiB
                          }
                          cluster {
                            downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                            split-brain-resolver {
                              active-strategy = keep-oldest
                              keep-oldest.down-if-alone = off
                              stable-after = 3s
                            }
                            failure-detector.acceptable-heartbeat-pause = 6s
                            jmx.multi-mbeans-in-same-jvm = on
                          }
                          coordinated-shutdown {
                            run-by-jvm-shutdown-hook = off
                            exit-jvm = off
                          }
                          log-dead-letters = off
                          stdout-loglevel = off
                          loglevel = error
                        }
                        """.formatted(literal(own), own.getPort()))
                .withFallback(ConfigFactory.load());
    }

    private static String literal(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return ip instanceof Inet6Address ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress();
    }
}
