package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayCounter.BINDS_ACCEPTED;
import static io.consonance.actors.stream.RelayCounter.BINDS_DROPPED_OLD_NONCE;
import static io.consonance.actors.stream.RelayCounter.BINDS_DROPPED_TOO_MANY;
import static io.consonance.actors.stream.RelayCounter.BINDS_DROPPED_UNKNOWN_TOKEN;
import static io.consonance.actors.stream.RelayCounter.BYTES_RECEIVED;
import static io.consonance.actors.stream.RelayCounter.BYTES_SENT;
import static io.consonance.actors.stream.RelayCounter.COPIES_TO_ACTORS;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_DROPPED_HANDSHAKE_P2P;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_DROPPED_RELIABLE_TYPE;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_DROPPED_SEALED;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_DROPPED_TOO_LARGE;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_DROPPED_UNEXPECTED_TYPE;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_DROPPED_UNKNOWN_MAGIC;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_DROPPED_UNKNOWN_SOURCE;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_RECEIVED;
import static io.consonance.actors.stream.RelayCounter.DATAGRAMS_SENT;
import static io.consonance.actors.stream.RelayCounter.LINK_PACKETS_DROPPED_MALFORMED;
import static io.consonance.actors.stream.RelayCounter.LINK_PACKETS_DROPPED_UNEXPECTED;
import static io.consonance.actors.stream.RelayCounter.PINGS_ANSWERED;
import static io.consonance.actors.stream.RelayCounter.RELAYS_DROPPED_NOT_JOINED;
import static io.consonance.actors.stream.RelayCounter.RELAYS_DROPPED_WRONG_SESSION;
import static io.consonance.actors.stream.RelayCounter.SENDS_DROPPED_WOULD_BLOCK;
import static io.consonance.actors.stream.RelayCounter.SENDS_REFUSED;
import static io.consonance.actors.stream.RelayCounter.WRONG_SESSIONS_TOLD;

import io.consonance.engine.route.Relay;
import io.consonance.engine.route.RelayOutcome;
import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.util.ByteString;

/**
 * What a host does with one datagram after another: relay voice, answer pings, hand claims of addresses on, drop and count
 * everything else. Not thread-safe; the island's thread owns it. Source: {@code link.md}.
 *
 * <p>Damage counts towards the end of a link here too, although a source address can be forged: who can do that can also
 * speak in the peer's name. Sealed datagrams are the remedy for both.
 *
 * <p>Allocates nothing for a relay to bound peers. Datagrams are answered and passed on from the buffer they came in. An
 * address that is not bound gets no answer, whatever it sends.
 */
final class DatagramRelay {

    /** Where datagrams go out; never blocks. */
    interface Outlet {

        /** Sends what remains in the buffer; 0 if that would block. */
        int send(ByteBuffer datagram, InetSocketAddress destination) throws IOException;
    }

    private static final int TYPE_OFFSET = 2;
    private static final int SESSION_OFFSET = 3;

    private static final int BIND = 5;
    private static final int BIND_TOKEN_OFFSET = 3;
    private static final int BIND_NONCE_OFFSET = BIND_TOKEN_OFFSET + LinkToken.BYTES;
    private static final int BIND_BYTES = BIND_NONCE_OFFSET + 4;

    private static final int PING = 7;
    private static final byte PONG = 8;
    private static final int PING_BYTES = 11;

    private final PublishedRoutes routes;
    private final Outlet outlet;
    private final Consumer<IslandSignal> signals;
    private final LongSupplier clock;
    private final Relay<Path> relay;
    private final Relay.Sink<Path> sink = this::forward;
    private final long[] counts = new long[RelayCounter.COUNT];
    private final HeardSources sources = new HeardSources();

    /** The inner packet for actors, copied at most once per relay. */
    private ByteString copy;

    private ClosedChannelException closed;

    DatagramRelay(
            PublishedRoutes routes,
            boolean loopback,
            Outlet outlet,
            Consumer<IslandSignal> signals,
            LongSupplier clock) {
        this.routes = routes;
        this.outlet = outlet;
        this.signals = signals;
        this.clock = clock;
        this.relay = new Relay<>(loopback);
    }

    /** Handles a batch; an exception says that the socket is closed. */
    void handle(DatagramBatch batch) throws ClosedChannelException {
        for (int i = 0; i < batch.size(); i++) {
            handle(batch.source(i), batch.buffer(i), batch.length(i));
            if (closed != null) {
                throw closed;
            }
        }
    }

    private void handle(InetSocketAddress source, ByteBuffer buffer, int length) {
        count(DATAGRAMS_RECEIVED);
        add(BYTES_RECEIVED, length);
        // Read anew for each datagram: what a link may do ends with the table that says so.
        RouteTable<InetSocketAddress, Path> table = routes.table();
        Speaker speaker = table.speakerAt(source);
        if (length > DatagramBatch.MAX_DATAGRAM_BYTES) {
            count(DATAGRAMS_DROPPED_TOO_LARGE);
        } else if (source.getPort() == 0) {
            // Only a raw socket sends from there, and nobody can be answered.
            count(DATAGRAMS_DROPPED_UNKNOWN_SOURCE);
        } else if (isBind(buffer, length)) {
            handleBind(source, buffer);
        } else if (speaker == null) {
            count(DATAGRAMS_DROPPED_UNKNOWN_SOURCE);
        } else {
            handleBound(source, speaker, table, buffer, length);
        }
    }

    private static boolean isBind(ByteBuffer buffer, int length) {
        return length >= BIND_BYTES
                && buffer.get(TYPE_OFFSET) == BIND
                && Wire.magicOf(buffer, 0, length) == Wire.LINK_MAGIC;
    }

    private void handleBind(InetSocketAddress source, ByteBuffer buffer) {
        LinkToken token = routes.token(buffer.getLong(BIND_TOKEN_OFFSET), buffer.getLong(BIND_TOKEN_OFFSET + 8));
        if (token == null) {
            count(BINDS_DROPPED_UNKNOWN_TOKEN);
            return;
        }
        long nonce = Integer.toUnsignedLong(buffer.getInt(BIND_NONCE_OFFSET));
        if (!token.isNew(nonce)) {
            count(BINDS_DROPPED_OLD_NONCE);
            return;
        }
        if (!token.mayClaim(clock.getAsLong())) {
            count(BINDS_DROPPED_TOO_MANY);
            return;
        }
        count(BINDS_ACCEPTED);
        signals.accept(new IslandSignal.Claim(token.link(), source, nonce));
    }

    private void handleBound(
            InetSocketAddress source,
            Speaker speaker,
            RouteTable<InetSocketAddress, Path> table,
            ByteBuffer buffer,
            int length) {
        switch (Wire.magicOf(buffer, 0, length)) {
            case Wire.MAGIC -> handlePacket(source, speaker, table, buffer, length);
            case Wire.LINK_MAGIC -> handleLinkPacket(source, buffer, length);
            // To open it, the link's keys belong into the speaker's entry; what comes out is handled as above.
            case Wire.SEALED_MAGIC -> count(DATAGRAMS_DROPPED_SEALED);
            default -> count(DATAGRAMS_DROPPED_UNKNOWN_MAGIC);
        }
    }

    private void handleLinkPacket(InetSocketAddress source, ByteBuffer buffer, int length) {
        int type = length > TYPE_OFFSET ? buffer.get(TYPE_OFFSET) : 0;
        if (type == PING && length >= PING_BYTES) {
            count(PINGS_ANSWERED);
            sources.heard(source, 0);
            buffer.put(TYPE_OFFSET, PONG);
            send(buffer.clear().limit(PING_BYTES), source);
        } else if (type == PING || type == BIND) {
            count(LINK_PACKETS_DROPPED_MALFORMED);
            sources.damaged(source);
        } else {
            count(LINK_PACKETS_DROPPED_UNEXPECTED);
        }
    }

    private void handlePacket(
            InetSocketAddress source,
            Speaker speaker,
            RouteTable<InetSocketAddress, Path> table,
            ByteBuffer buffer,
            int length) {
        PacketType type = PacketType.ofCode(length > TYPE_OFFSET ? buffer.get(TYPE_OFFSET) : 0);
        if (type == PacketType.SERVER_RELAY_UNRELIABLE) {
            handleRelay(source, speaker, table, buffer, length);
        } else if (type == PacketType.HANDSHAKE_P2P) {
            count(DATAGRAMS_DROPPED_HANDSHAKE_P2P);
        } else if (type == null || type == PacketType.VOICE_DATA || type == PacketType.ERROR_WRONG_SESSION) {
            count(DATAGRAMS_DROPPED_UNEXPECTED_TYPE);
        } else {
            count(DATAGRAMS_DROPPED_RELIABLE_TYPE);
        }
    }

    private void handleRelay(
            InetSocketAddress source,
            Speaker speaker,
            RouteTable<InetSocketAddress, Path> table,
            ByteBuffer buffer,
            int length) {
        if (speaker.clientId() == PublishedRoutes.NOT_JOINED) {
            handleRelayNotJoined(source, speaker, buffer, length);
            return;
        }
        RelayOutcome outcome = relay.relay(speaker, table.session(speaker.session()), false, buffer, 0, length, sink);
        copy = null;
        count(RelayCounter.of(outcome));
        if (outcome.damage()) {
            sources.damaged(source);
        } else {
            sources.heard(source, outcome == RelayOutcome.RELAYED ? 1 : 0);
        }
        if (outcome == RelayOutcome.WRONG_SESSION) {
            tellWrongSession(source);
        }
    }

    private void handleRelayNotJoined(InetSocketAddress source, Speaker speaker, ByteBuffer buffer, int length) {
        if (length < Wire.SESSION_HEADER_BYTES) {
            count(RelayCounter.RELAYS_DROPPED_MALFORMED);
            sources.damaged(source);
        } else if (speaker.session() != 0 && buffer.getInt(SESSION_OFFSET) != speaker.session()) {
            count(RELAYS_DROPPED_WRONG_SESSION);
            tellWrongSession(source);
        } else {
            count(RELAYS_DROPPED_NOT_JOINED);
        }
    }

    /** The session answers: it counts what came by TCP as well. */
    private void tellWrongSession(InetSocketAddress source) {
        if (sources.wrongSession(source)) {
            count(WRONG_SESSIONS_TOLD);
            signals.accept(new IslandSignal.WrongSession(source));
        }
    }

    private void forward(Path path, ByteBuffer buffer, int innerOffset, int innerLength, boolean reliable) {
        if (path instanceof Path.Udp udp) {
            send(buffer.clear().position(innerOffset).limit(innerOffset + innerLength), udp.address());
        } else if (path instanceof Path.Actor actor) {
            if (copy == null) {
                copy = ByteString.fromByteBuffer(
                        buffer.clear().position(innerOffset).limit(innerOffset + innerLength));
            }
            count(COPIES_TO_ACTORS);
            actor.peer().deliver(copy);
        }
    }

    /** Sends what remains in the buffer, now or never. */
    void send(ByteBuffer datagram, InetSocketAddress destination) {
        int length = datagram.remaining();
        try {
            if (outlet.send(datagram, destination) == 0) {
                count(SENDS_DROPPED_WOULD_BLOCK);
            } else {
                count(DATAGRAMS_SENT);
                add(BYTES_SENT, length);
            }
        } catch (ClosedChannelException failure) {
            closed = failure;
        } catch (IOException | RuntimeException refused) {
            // One destination's trouble (no route, port 0, the other family) is nobody else's.
            count(SENDS_REFUSED);
        }
    }

    /** Fails if a send has found the socket closed. */
    void checkOpen() throws ClosedChannelException {
        if (closed != null) {
            throw closed;
        }
    }

    private void count(RelayCounter counter) {
        counts[counter.ordinal()]++;
    }

    void add(RelayCounter counter, long events) {
        counts[counter.ordinal()] += events;
    }

    /** What there is to report; begins a new period, of about a second. */
    IslandSignal.Report report() {
        return sources.report(RelayCounters.copyOf(counts));
    }
}
