package io.consonance.actors.host;

import io.consonance.actors.settings.HostSocketSettings;
import io.consonance.actors.stream.TcpFraming;
import io.consonance.engine.link.HostLink;
import io.consonance.engine.link.HostLinkSettings;
import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/** Decides whom a host takes, and makes what a new connection needs. Not thread-safe; the host's guardian owns it. */
final class Reception {
    private final HostSocketSettings settings;
    private final HostLinkSettings linkSettings;
    private final HostRelay relay;
    private final HostCounters counters;
    private final LongSupplier clock;
    private final ConnectLimiter limiter;
    private final SecureRandom random = new SecureRandom();

    Reception(HostSocketSettings settings, HostRelay relay, HostCounters counters, LongSupplier clock) {
        this.settings = settings;
        this.linkSettings = EngineSettings.link(settings);
        this.relay = relay;
        this.counters = counters;
        this.clock = clock;
        this.limiter = new ConnectLimiter(settings.maxConnectsPerSecond());
    }

    /** Why a connection from this address is not taken, or null. */
    RejectCode refusal(InetAddress address, int connected) {
        if (!limiter.tryConnect(clock.getAsLong(), address)) {
            return RejectCode.RATE_LIMITED;
        }
        return connected >= settings.maxConnections() ? RejectCode.FULL : null;
    }

    /** Greets and refuses without an actor: a flood of connections must cost little. */
    void refuse(Tcp.IncomingConnection connection, RejectCode code, ActorSystem<?> system) {
        counters.count("connectionsRefused");
        int keepAliveSeconds = (int) settings.keepAlive().toSeconds();
        List<ByteString> words = List.of(
                new LinkHello(0, 0, keepAliveSeconds, token()).encode(), new LinkReject(code, code.name()).encode());
        Source<ByteString, NotUsed> lastWords = Source.from(words).map(TcpFraming::frame);
        Sink<ByteString, NotUsed> unread =
                Flow.of(ByteString.class).takeWithin(settings.closeLinger()).to(Sink.ignore());
        connection.handleWith(Flow.fromSinkAndSource(unread, lastWords), system);
    }

    /** The behavior of a peer that is taken. */
    Behavior<PeerActor.Command> peer(ActorRef<HostActor.Command> host, long link, boolean remote) {
        HostLink machine = new HostLink(linkSettings, token(), remote ? relay.port() : 0);
        return PeerActor.create(
                link, machine, new PeerActor.Surroundings(host, relay, settings, counters, !remote, clock));
    }

    /** The bytes of a connection, in and out, with the peer's actor on the other side. */
    Flow<ByteString, ByteString, NotUsed> carrier(ActorRef<PeerActor.Command> peer) {
        return TcpFraming.decoder().via(new PeerStage(new PeerStage.Events() {
            @Override
            public void opened(PeerTransport transport) {
                peer.tell(new PeerActor.Opened(transport));
            }

            @Override
            public void frame(ByteString frame) {
                peer.tell(new PeerActor.Frame(frame));
            }

            @Override
            public void signal(PeerSignal signal) {
                peer.tell(signal);
            }
        }));
    }

    private ByteString token() {
        byte[] token = new byte[LinkHello.TOKEN_BYTES];
        random.nextBytes(token);
        return ByteString.fromArrayUnsafe(token);
    }
}
