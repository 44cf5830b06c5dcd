package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.Wire;
import java.time.Duration;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * The peer's end of its link to a host: greeting, join, UDP binding, pings on both carriers, liveness, choice of the
 * carrier. Not thread-safe; one owner, which carries out the {@link PeerLinkOutbox}. Times are nanoseconds of any
 * monotonic clock. It may be connected again and again. Source: {@code link.md}.
 *
 * <pre>
 * phase         until                      what it sends
 * DISCONNECTED  handleConnected            nothing
 * GREETING      LinkHello                  nothing
 * OPEN          LinkReject, LinkRedirect,  LinkJoin, LinkBind until bound, LinkPing on TCP and, when bound, on UDP,
 *               timeout, end of TCP        whatever is given to send()
 * </pre>
 */
public final class PeerLink {

    private static final int DAMAGED_PACKET_LIMIT = 20;
    private static final Duration DAMAGED_PACKET_WINDOW = Duration.ofMinutes(1);

    private enum Phase {
        DISCONNECTED,
        GREETING,
        OPEN
    }

    private final PeerLinkSettings settings;

    private Phase phase = Phase.DISCONNECTED;
    private long helloDeadlineNanos;
    private LinkHello hello;
    private Liveness liveness;
    private DamageWindow damage;
    private UdpBinding binding;
    private long nextPingNanos;
    private long pingsSent;

    /** Not connected yet. */
    public PeerLink(PeerLinkSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** TCP is connected. */
    public void handleConnected(long nowNanos, PeerLinkOutbox out) {
        handleDisconnected(nowNanos, out);
        phase = Phase.GREETING;
        helloDeadlineNanos = nowNanos + settings.helloTimeout().toNanos();
        damage = new DamageWindow(DAMAGED_PACKET_LIMIT, DAMAGED_PACKET_WINDOW);
    }

    /** TCP has ended, whoever ended it. */
    public void handleDisconnected(long nowNanos, PeerLinkOutbox out) {
        boolean wasBound = udpBound();
        phase = Phase.DISCONNECTED;
        hello = null;
        liveness = null;
        binding = null;
        if (wasBound) {
            out.udpBound(false);
        }
    }

    /** One frame came by TCP, given without its length prefix. */
    public void handleFrame(long nowNanos, ByteString frame, PeerLinkOutbox out) {
        if (phase == Phase.DISCONNECTED) {
            return;
        }
        if (phase == Phase.OPEN) {
            liveness.handleTcp(nowNanos);
        }
        switch (Wire.magicOf(frame)) {
            case Wire.MAGIC -> handleDissonanceFrame(frame, out);
            case Wire.LINK_MAGIC -> handleLinkFrame(nowNanos, frame, out);
            default -> {
                out.dropped(LinkDrop.WRONG_MAGIC);
                end(nowNanos, RejectCode.PROTOCOL_ERROR, "not a packet", out);
            }
        }
    }

    /** One datagram came from the host's address, opened if it was sealed. */
    public void handleDatagram(long nowNanos, ByteString datagram, PeerLinkOutbox out) {
        if (phase != Phase.OPEN) {
            out.dropped(LinkDrop.BEFORE_HELLO);
            return;
        }
        if (datagram.length() > Wire.MAX_DATAGRAM_BYTES) {
            out.dropped(LinkDrop.OVERSIZED);
            return;
        }
        switch (Wire.magicOf(datagram)) {
            case Wire.MAGIC -> handleDissonanceDatagram(nowNanos, datagram, out);
            case Wire.LINK_MAGIC -> handleLinkDatagram(nowNanos, datagram, out);
            default -> out.dropped(LinkDrop.WRONG_MAGIC);
        }
    }

    /**
     * Somebody behind this machine could not read a packet that came by TCP. What comes by UDP is only dropped: its sender
     * can be forged, and a stranger must not be able to end the link.
     */
    public void handleDamaged(long nowNanos, PeerLinkOutbox out) {
        if (phase != Phase.DISCONNECTED && damage.record(nowNanos)) {
            end(nowNanos, RejectCode.PROTOCOL_ERROR, "too many damaged packets", out);
        }
    }

    /**
     * Sends a Dissonance packet to the host: an unreliable one by UDP while that is bound, everything else by TCP.
     *
     * @param reliable whether the packet must arrive
     */
    public void send(ByteString packet, boolean reliable, PeerLinkOutbox out) {
        if (phase != Phase.OPEN) {
            out.dropped(LinkDrop.BEFORE_HELLO);
        } else if (packet.length() > (reliable ? Wire.MAX_FRAME_BYTES : Wire.MAX_DATAGRAM_BYTES)) {
            out.dropped(LinkDrop.OVERSIZED);
        } else if (!reliable && udpBound()) {
            out.sendDatagram(packet);
        } else {
            out.sendFrame(packet);
        }
    }

    /** When {@link #handleWake} is to be called, should nothing else happen; {@link Long#MAX_VALUE} for never. */
    public long wakeAtNanos() {
        return switch (phase) {
            case DISCONNECTED -> Long.MAX_VALUE;
            case GREETING -> helloDeadlineNanos;
            case OPEN ->
                Math.min(
                        Math.min(nextPingNanos, liveness.endsAtNanos()),
                        binding == null ? Long.MAX_VALUE : binding.wakeAtNanos());
        };
    }

    /** Does what is due; harmless when nothing is. */
    public void handleWake(long nowNanos, PeerLinkOutbox out) {
        if (phase == Phase.GREETING && nowNanos >= helloDeadlineNanos) {
            end(nowNanos, RejectCode.TIMEOUT, "the host did not greet", out);
        }
        if (phase != Phase.OPEN) {
            return;
        }
        if (nowNanos >= liveness.endsAtNanos()) {
            end(nowNanos, RejectCode.TIMEOUT, "the host is silent", out);
            return;
        }
        if (nowNanos >= nextPingNanos) {
            nextPingNanos = nowNanos + liveness.pingIntervalNanos();
            out.sendFrame(new LinkPing(++pingsSent).encode());
        }
        if (binding != null) {
            binding.handleWake(nowNanos, out);
        }
    }

    /** Whether unreliable packets go by UDP. */
    public boolean udpBound() {
        return binding != null && binding.bound();
    }

    /** What the host said when it greeted, or null before. */
    public LinkHello hello() {
        return hello;
    }

    private void handleDissonanceFrame(ByteString packet, PeerLinkOutbox out) {
        if (phase == Phase.GREETING) {
            out.dropped(LinkDrop.BEFORE_HELLO);
        } else if (Carriers.isOversized(packet)) {
            out.dropped(LinkDrop.OVERSIZED);
        } else {
            out.deliver(packet);
        }
    }

    private void handleLinkFrame(long nowNanos, ByteString frame, PeerLinkOutbox out) {
        LinkPacket packet = decodeFrame(nowNanos, frame, out);
        if (packet == null) {
            return;
        }
        if (packet instanceof LinkReject reject) {
            end(nowNanos, reject, out);
        } else if (packet instanceof LinkRedirect redirect) {
            out.redirected(redirect);
            close(nowNanos, out);
        } else if (phase == Phase.GREETING) {
            handleGreeting(nowNanos, packet, out);
        } else if (packet instanceof LinkPing ping) {
            out.sendFrame(new LinkPong(ping.opaque()).encode());
        } else if (packet instanceof LinkCandidate candidate && hello.candidatesOffered()) {
            out.candidate(candidate);
        } else if (!(packet instanceof LinkPong)) {
            out.dropped(LinkDrop.UNEXPECTED_LINK_PACKET);
        }
    }

    private void handleGreeting(long nowNanos, LinkPacket packet, PeerLinkOutbox out) {
        if (!(packet instanceof LinkHello greeting)) {
            out.dropped(LinkDrop.BEFORE_HELLO);
            return;
        }
        phase = Phase.OPEN;
        hello = greeting;
        liveness = new Liveness(nowNanos, greeting.keepAliveSeconds());
        nextPingNanos = nowNanos + liveness.pingIntervalNanos();
        if (settings.session() != null || settings.credential() != null) {
            out.sendFrame(new LinkJoin(settings.session(), settings.credential()).encode());
        }
        out.hello(greeting);
        // The owner may have ended the link while it was told.
        if (phase == Phase.OPEN && settings.udp() && greeting.udpPort() != 0 && !greeting.sealed()) {
            binding = new UdpBinding(nowNanos, settings, greeting.token(), liveness.pingIntervalNanos());
            binding.handleWake(nowNanos, out);
        }
    }

    private void handleDissonanceDatagram(long nowNanos, ByteString packet, PeerLinkOutbox out) {
        if (Carriers.isUnreliable(packet)) {
            liveness.handleUdp(nowNanos);
            out.deliver(packet);
        } else {
            out.dropped(LinkDrop.RELIABLE_BY_UDP);
        }
    }

    private void handleLinkDatagram(long nowNanos, ByteString datagram, PeerLinkOutbox out) {
        LinkPacket packet;
        try {
            packet = LinkPacket.decode(datagram);
        } catch (MalformedPacketException e) {
            out.dropped(LinkDrop.of(e));
            return;
        }
        liveness.handleUdp(nowNanos);
        boolean expected = false;
        if (packet instanceof LinkPing ping) {
            out.sendDatagram(new LinkPong(ping.opaque()).encode());
            expected = true;
        } else if (packet instanceof LinkBound bound && binding != null) {
            expected = binding.handleBound(nowNanos, bound, out);
        } else if (packet instanceof LinkPong pong && binding != null) {
            expected = binding.handlePong(pong);
        }
        if (!expected) {
            out.dropped(LinkDrop.UNEXPECTED_LINK_PACKET);
        }
    }

    /** Null when it could not be read, which was then counted; the link may have ended over it. */
    private LinkPacket decodeFrame(long nowNanos, ByteString frame, PeerLinkOutbox out) {
        try {
            return LinkPacket.decode(frame);
        } catch (MalformedPacketException e) {
            LinkDrop drop = LinkDrop.of(e);
            out.dropped(drop);
            if (e.reason() == Reason.UNKNOWN_VERSION && phase == Phase.GREETING) {
                end(nowNanos, RejectCode.VERSION, "the host speaks another version of the link", out);
            } else if (drop.damage()) {
                handleDamaged(nowNanos, out);
            }
            return null;
        }
    }

    private void end(long nowNanos, RejectCode code, String reason, PeerLinkOutbox out) {
        end(nowNanos, new LinkReject(code, reason), out);
    }

    private void end(long nowNanos, LinkReject reject, PeerLinkOutbox out) {
        out.rejected(reject);
        close(nowNanos, out);
    }

    private void close(long nowNanos, PeerLinkOutbox out) {
        handleDisconnected(nowNanos, out);
        out.close();
    }
}
