package io.consonance.actors.client;

import io.consonance.actors.host.HostConnection;
import io.consonance.actors.settings.ConnectionSettings;
import io.consonance.engine.peer.PacketDecoder;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What one client needs to know before it connects. Immutable.
 *
 * @param name under which the others see it
 * @param addresses where the host may be, tried in turn; empty only with {@code local}
 * @param local a host in this process, connected to without sockets; null for {@code addresses}
 * @param session null for the host's default session
 * @param credential null for none; never printed
 * @param codec how it encodes its voice
 * @param rooms what it listens to from the start
 * @param connection how it connects and stays connected
 * @param filter between it and its UDP socket
 * @param decoder reads control packets; clients of one process may share one that remembers
 */
public record ClientSettings(
        String name,
        List<HostAddress> addresses,
        HostConnection.Acceptor local,
        String session,
        String credential,
        CodecSettings codec,
        List<String> rooms,
        ConnectionSettings connection,
        DatagramFilter filter,
        PacketDecoder decoder) {
    /** Opus in frames of 20 ms. */
    static final CodecSettings DEFAULT_CODEC = CodecSettings.opus(960);

    /** Refuses what no client can start with. */
    public ClientSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(decoder, "decoder");
        addresses = List.copyOf(addresses);
        rooms = List.copyOf(rooms);
        if (addresses.isEmpty() == (local == null)) {
            throw new IllegalArgumentException("a client needs either addresses or a host in this process");
        }
    }

    /** For a client of that name, with what {@code consonance.client} says about connections. */
    public static Builder builder(String name, ConnectionSettings connection) {
        return new Builder(name).connection(connection);
    }

    @Override
    public String toString() {
        return "ClientSettings[name=" + name + ", addresses=" + addresses + ", session=" + session + "]";
    }

    /** Collects the settings of one client. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<HostAddress> addresses = new ArrayList<>();
        private final List<String> rooms = new ArrayList<>();
        private ConnectionSettings connection;
        private HostConnection.Acceptor local;
        private String session;
        private String credential;
        private CodecSettings codec = DEFAULT_CODEC;
        private DatagramFilter filter = DatagramFilter.NONE;
        private PacketDecoder decoder = Packet::decode;

        Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        Builder connection(ConnectionSettings connection) {
            this.connection = connection;
            return this;
        }

        /** One more address, tried after those named before. */
        public Builder address(HostAddress address) {
            addresses.add(address);
            return this;
        }

        /** A host in this process instead of addresses. */
        public Builder local(HostConnection.Acceptor host) {
            local = host;
            return this;
        }

        /** A session other than the default one. */
        public Builder session(String session) {
            this.session = session;
            return this;
        }

        /** What the host asks for. */
        public Builder credential(String credential) {
            this.credential = credential;
            return this;
        }

        /** More rooms to listen to from the start. */
        public Builder rooms(String... rooms) {
            this.rooms.addAll(Arrays.asList(rooms));
            return this;
        }

        /** A codec other than Opus in frames of 20 ms. */
        public Builder codec(CodecSettings codec) {
            this.codec = codec;
            return this;
        }

        /** Something between the client and its UDP socket. */
        public Builder filter(DatagramFilter filter) {
            this.filter = filter;
            return this;
        }

        /** A decoder shared with other clients, such as {@link io.consonance.engine.peer.SharedPackets}. */
        public Builder decoder(PacketDecoder decoder) {
            this.decoder = decoder;
            return this;
        }

        /** The settings, checked. */
        public ClientSettings build() {
            return new ClientSettings(
                    name, addresses, local, session, credential, codec, rooms, connection, filter, decoder);
        }
    }
}
