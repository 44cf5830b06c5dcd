package io.consonance.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.client.HostAddress;
import io.consonance.actors.settings.ClusterSettings;
import io.consonance.actors.settings.InvalidSettingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Pekko has to be told so that an actor system becomes a node. Stateless. */
public final class ClusterConfig {
    /** Nodes of one cluster have the same name. */
    public static final String SYSTEM = "consonance-host";

    private static final String ALWAYS = """
            pekko.actor {
              provider = cluster
              serializers.consonance = "io.consonance.actors.cluster.ClusterSerializer"
              serialization-bindings {
                "io.consonance.actors.cluster.ClusterActor$FromNode" = consonance
                "io.consonance.engine.host.SavedSession" = consonance
              }
            }
            pekko.remote.artery {
              transport = tcp
              # The state of a session with some thousand clients travels as one message.
              advanced.maximum-frame-size = 1 MiB
            }
            pekko.cluster {
              downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
              split-brain-resolver.active-strategy = keep-majority
              gossip-interval = 500 ms
              leader-actions-interval = 500 ms
              unreachable-nodes-reaper-interval = 500 ms
              # A first seed that hears of none of the others for so long founds a cluster of its own, which never meets theirs.
              seed-node-timeout = 10 s
              retry-unsuccessful-join-after = 2 s
              jmx.enabled = off
              distributed-data {
                gossip-interval = 1 s
                max-delta-elements = 50
              }
            }
            # To ask a node to leave is what it is for.
            pekko.management.http.route-providers-read-only = false
            pekko.management.health-checks.readiness-checks {
              sessions = "io.consonance.actors.cluster.ReadinessCheck"
            }
            pekko.coordinated-shutdown.phases.before-service-unbind.timeout = 10 s
            """;

    private ClusterConfig() {}

    /**
     * The configuration of a node, with everything else as given.
     *
     * @throws InvalidSettingException for a seed that is no address with a port
     */
    public static Config of(ClusterSettings settings, Config rest) {
        Map<String, Object> own = new HashMap<>();
        own.put("pekko.remote.artery.canonical.hostname", bracketed(settings.address()));
        own.put("pekko.remote.artery.canonical.port", settings.port());
        own.put("pekko.management.http.hostname", settings.address());
        own.put("pekko.management.http.port", settings.managementPort());
        own.put("pekko.cluster.failure-detector.acceptable-heartbeat-pause", settings.heartbeatPause());
        own.put("pekko.cluster.split-brain-resolver.stable-after", settings.stableAfter());
        own.put("pekko.cluster.seed-nodes", seeds(settings));
        ClusterSettings.TlsSettings tls = settings.tls();
        if (tls.enabled()) {
            String engine = "pekko.remote.artery.ssl.rotating-keys-engine.";
            own.put("pekko.remote.artery.transport", "tls-tcp");
            own.put(
                    "pekko.remote.artery.ssl.ssl-engine-provider",
                    "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
            own.put(engine + "key-file", tls.key());
            own.put(engine + "cert-file", tls.certificate());
            own.put(engine + "ca-cert-file", tls.authority());
        }
        return ConfigFactory.parseMap(own)
                .withFallback(ConfigFactory.parseString(ALWAYS))
                .withFallback(rest);
    }

    private static List<String> seeds(ClusterSettings settings) {
        List<HostAddress> nodes = settings.seeds().isEmpty()
                ? List.of(new HostAddress(settings.address(), settings.port()))
                : settings.seeds().stream().map(ClusterConfig::seed).toList();
        return nodes.stream().map(node -> "pekko://" + SYSTEM + "@" + node).toList();
    }

    private static HostAddress seed(String text) {
        try {
            return HostAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(
                    "consonance.cluster.seeds", '"' + text + '"', "name:port, 192.0.2.1:port or [2001:db8::1]:port");
        }
    }

    /** An IPv6 address as it is written within an address with a port. */
    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
