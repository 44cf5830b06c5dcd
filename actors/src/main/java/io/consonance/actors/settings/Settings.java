package io.consonance.actors.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything under {@code consonance} that {@code reference.conf} documents, read and checked: the only reader of that file.
 *
 * <p>Immutable values. A value out of range, or a key that does not exist, is an {@link InvalidSettingException}.
 */
public record Settings(
        SessionSettings session,
        HostSocketSettings host,
        RelaySettings relay,
        ConnectionSettings client,
        ClusterSettings cluster) {
    private static final String ROOT = "consonance";
    private static final Set<String> DISPATCHERS =
            Set.of("consonance.relay.dispatcher", "consonance.client.dispatcher");
    private static final Duration ZERO = Duration.ZERO;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final int KIB = 1 << 10;
    private static final int GIB = 1 << 30;

    /** The defaults, with what {@code application.conf} and system properties change. */
    public static Settings load() {
        return of(ConfigFactory.load());
    }

    /** Reads a whole, resolved configuration, such as an actor system's. */
    public static Settings of(Config config) {
        SettingReader read = new SettingReader(config);
        read.refuseUnknown(ROOT, ConfigFactory.defaultReference(), DISPATCHERS);
        Settings settings = new Settings(session(read), host(read), relay(read), client(read), cluster(read));
        settings.refuseWildcardForVoice();
        return settings;
    }

    /**
     * A configuration with single settings changed, as {@code --set key=value} does it: the values are texts and take whatever form
     * their setting reads.
     *
     * @throws InvalidSettingException for a key that is no path, or neither ours nor Pekko's
     */
    public static Config with(Config config, Map<String, String> changes) {
        Config changed = config;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            String key = change.getKey();
            if (!key.startsWith(ROOT + ".") && !key.startsWith("pekko.")) {
                throw InvalidSettingException.noSuchKey(key, change.getValue(), "ours begin with " + ROOT + ".");
            }
            try {
                changed = changed.withValue(key, ConfigValueFactory.fromAnyRef(change.getValue()));
            } catch (ConfigException e) {
                throw InvalidSettingException.noSuchKey(key, change.getValue(), "reference.conf has them all");
            }
        }
        return changed;
    }

    /** Where peers are sent for sessions of this node; nodes are told apart by it too. */
    public String voiceAddress() {
        return cluster.voiceAddress().isEmpty() ? host.bind() : cluster.voiceAddress();
    }

    private void refuseWildcardForVoice() {
        // Every way to write 0.0.0.0 and :: has these characters only.
        if (cluster.enabled() && voiceAddress().matches("[0.:\\[\\]]+")) {
            boolean own = !cluster.voiceAddress().isEmpty();
            throw new InvalidSettingException(
                    "consonance.cluster.voice-address",
                    '"' + cluster.voiceAddress() + '"' + (own ? "" : " with consonance.host.bind = " + host.bind()),
                    "one address that peers can reach");
        }
    }

    private static SessionSettings session(SettingReader read) {
        return new SessionSettings(
                read.duration("consonance.session.id-quarantine", ZERO, Duration.ofHours(24)),
                read.choice("consonance.session.handshake-state", List.of("auto", "inline", "separate")),
                read.onOff("consonance.session.loopback"),
                read.onOff("consonance.session.name-takeover"),
                read.onOff("consonance.session.create-on-join"),
                read.integer("consonance.session.max-sessions", 1, 1_000_000),
                read.duration("consonance.session.empty-session-linger", ZERO, Duration.ofHours(24)),
                read.integer("consonance.session.max-clients", 1, 65_535),
                read.integer("consonance.session.max-client-name-bytes", 1, 900),
                read.integer("consonance.session.max-room-name-bytes", 1, 1_000),
                read.integer("consonance.session.max-rooms-per-client", 1, 65_535),
                read.duration("consonance.session.speaking-hold", SHORTEST_TIMEOUT, Duration.ofMinutes(1)));
    }

    private static HostSocketSettings host(SettingReader read) {
        return new HostSocketSettings(
                read.nonEmptyText("consonance.host.bind"),
                read.integer("consonance.host.port", 0, 65_535),
                read.onOff("consonance.host.udp"),
                read.integer("consonance.host.accept-backlog", 1, 65_535),
                read.integer("consonance.host.max-connections", 1, 1_000_000),
                read.integer("consonance.host.max-connects-per-second", 0, 100_000),
                read.wholeSeconds("consonance.host.keep-alive", Duration.ofSeconds(1), Duration.ofHours(1)),
                read.duration("consonance.host.handshake-deadline", SHORTEST_TIMEOUT, TEN_MINUTES),
                read.integer("consonance.host.max-damaged-per-minute", 1, 1_000_000),
                read.bytes("consonance.host.send-queue", 64 * KIB, GIB),
                read.duration("consonance.host.stall", SHORTEST_TIMEOUT, TEN_MINUTES),
                read.duration("consonance.host.close-linger", ZERO, Duration.ofMinutes(1)),
                read.text("consonance.host.credential"),
                read.onOff("consonance.host.p2p-candidates"));
    }

    private static RelaySettings relay(SettingReader read) {
        return new RelaySettings(
                read.integer("consonance.relay.islands", 0, 64),
                read.bytes("consonance.relay.receive-buffer", 64 * KIB, GIB),
                read.bytes("consonance.relay.send-buffer", 64 * KIB, GIB),
                read.integer("consonance.relay.batch", 1, 1024));
    }

    private static ConnectionSettings client(SettingReader read) {
        Duration leastWait = Duration.ofMillis(10);
        ConnectionSettings client = new ConnectionSettings(
                read.duration("consonance.client.connect-timeout", SHORTEST_TIMEOUT, TEN_MINUTES),
                read.duration("consonance.client.join-timeout", SHORTEST_TIMEOUT, TEN_MINUTES),
                read.duration("consonance.client.handshake-retry", SHORTEST_TIMEOUT, TEN_MINUTES),
                read.onOff("consonance.client.udp"),
                read.onOff("consonance.client.p2p"),
                read.duration("consonance.client.direct-ping", SHORTEST_TIMEOUT, Duration.ofMinutes(1)),
                read.onOff("consonance.client.reconnect"),
                read.duration("consonance.client.reconnect-min", leastWait, TEN_MINUTES),
                read.duration("consonance.client.reconnect-max", leastWait, Duration.ofHours(1)),
                read.number("consonance.client.reconnect-jitter", 0, 1),
                read.duration("consonance.client.reconnect-reset", ZERO, Duration.ofHours(1)),
                read.integer("consonance.client.send-queue", 16, 1_000_000),
                read.bytes("consonance.client.receive-buffer", 8 * KIB, GIB),
                read.integer("consonance.client.threads", 1, 256));
        if (client.reconnectMax().compareTo(client.reconnectMin()) < 0) {
            throw read.refused("consonance.client.reconnect-max", "not below consonance.client.reconnect-min");
        }
        return client;
    }

    private static ClusterSettings cluster(SettingReader read) {
        String own = "consonance.cluster.";
        Duration second = Duration.ofSeconds(1);
        ClusterSettings cluster = new ClusterSettings(
                read.onOff(own + "enabled"),
                read.nonEmptyText(own + "address"),
                read.integer(own + "port", 1, 65_535),
                read.integer(own + "management-port", 0, 65_535),
                read.texts(own + "seeds"),
                read.text(own + "voice-address"),
                read.duration(own + "lease", Duration.ofMillis(400), Duration.ofMinutes(1)),
                read.duration(own + "beat", Duration.ofMillis(50), Duration.ofSeconds(15)),
                read.duration(own + "patience", second, TEN_MINUTES),
                read.duration(own + "return-grace", ZERO, TEN_MINUTES),
                read.onOff(own + "rebalance"),
                read.duration(own + "rebalance-after", second, Duration.ofHours(1)),
                read.duration(own + "heartbeat-pause", Duration.ofMillis(500), TEN_MINUTES),
                read.duration(own + "stable-after", second, TEN_MINUTES),
                new ClusterSettings.TlsSettings(
                        read.onOff(own + "tls.enabled"),
                        read.text(own + "tls.key"),
                        read.text(own + "tls.certificate"),
                        read.text(own + "tls.authority")));
        if (cluster.beat().multipliedBy(4).compareTo(cluster.lease()) > 0) {
            throw read.refused(own + "beat", "at most a quarter of consonance.cluster.lease");
        }
        if (cluster.patience().compareTo(cluster.lease().multipliedBy(2)) < 0) {
            throw read.refused(own + "patience", "at least twice consonance.cluster.lease");
        }
        return cluster;
    }
}
