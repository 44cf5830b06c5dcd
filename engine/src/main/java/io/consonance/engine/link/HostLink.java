package io.consonance.engine.link;

import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * The host's end of one peer's link: greeting, join, handshake deadline, pings, liveness, damage, binding nonces. Not
 * thread-safe; one owner, which carries out the {@link HostLinkOutbox}. Times are nanoseconds of any monotonic clock.
 * Source: {@code link.md}.
 *
 * <pre>
 * phase   until                          what it does
 * NEW     start                          nothing
 * OPEN    LinkJoin or a first packet     pings, takes one LinkJoin
 * JOINED  reject, redirect, timeout      pings, delivers packets
 * CLOSED  ever                           ignores everything
 * </pre>
 *
 * <p>In OPEN and JOINED the handshake deadline runs until a complete HandshakeRequest came.
 */
public final class HostLink {

    private static final int MAX_WAITING_PINGS = 256;

    private enum Phase {
        NEW,
        OPEN,
        JOINED,
        CLOSED
    }

    /** Pings that wait for the same barrier; oldest barrier first. */
    private final Deque<Deque<Long>> barriers = new ArrayDeque<>();

    private final HostLinkSettings settings;
    private final LinkHello hello;
    private final DamageWindow damage;

    private Phase phase = Phase.NEW;
    private Liveness liveness;
    private long handshakeDeadlineNanos = Long.MAX_VALUE;
    private long nextPingNanos;
    private long pingsSent;
    private boolean deliveredSinceBarrier;
    private int waitingPings;
    private long lastNonce = -1;

    /**
     * A link whose datagrams are not sealed.
     *
     * @param token 16 bytes from a secure source, fresh for this connection
     * @param udpPort where the host takes datagrams, 0 = nowhere
     */
    public HostLink(HostLinkSettings settings, ByteString token, int udpPort) {
        this(settings, token, ByteString.emptyByteString(), udpPort);
    }

    /**
     * A link with sealing keys, for connections that nobody can read.
     *
     * @param sealingKeys 64 bytes from a secure source, fresh for this connection; empty for none
     */
    public HostLink(HostLinkSettings settings, ByteString token, ByteString sealingKeys, int udpPort) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.damage = new DamageWindow(settings.damagedPacketLimit(), settings.damagedPacketWindow());
        int flags = (settings.credentialRequired() ? LinkHello.CREDENTIAL_REQUIRED : 0)
                | (sealingKeys.isEmpty() ? 0 : LinkHello.SEALED)
                | (settings.candidatesOffered() ? LinkHello.CANDIDATES_OFFERED : 0);
        int keepAliveSeconds = (int) settings.keepAlive().toSeconds();
        this.hello = new LinkHello(flags, udpPort, keepAliveSeconds, token, sealingKeys);
    }

    /** The connection was accepted: greets the peer. */
    public void start(long nowNanos, HostLinkOutbox out) {
        if (phase != Phase.NEW) {
            throw new IllegalStateException("started already");
        }
        phase = Phase.OPEN;
        liveness = new Liveness(nowNanos, hello.keepAliveSeconds());
        handshakeDeadlineNanos = nowNanos + settings.handshakeTimeout().toNanos();
        nextPingNanos = nowNanos + liveness.pingIntervalNanos();
        out.sendFrame(hello.encode());
    }

    /** One frame came by TCP, given without its length prefix. */
    public void handleFrame(long nowNanos, ByteString frame, HostLinkOutbox out) {
        if (!isOpen()) {
            return;
        }
        liveness.handleTcp(nowNanos);
        switch (Wire.magicOf(frame)) {
            case Wire.MAGIC -> handleDissonancePacket(frame, out);
            case Wire.LINK_MAGIC -> handleLinkPacket(nowNanos, frame, out);
            default -> {
                out.dropped(LinkDrop.WRONG_MAGIC);
                reject(nowNanos, RejectCode.PROTOCOL_ERROR, "not a packet", out);
            }
        }
    }

    /**
     * A LinkBind with this link's token came. True when its nonce is greater than every one before: answer with LinkBound
     * and bind the address it came from. Otherwise do nothing at all.
     */
    public boolean handleBind(long nowNanos, long nonce) {
        if (!isOpen() || hello.udpPort() == 0 || nonce <= lastNonce) {
            return false;
        }
        lastNonce = nonce;
        liveness.handleUdp(nowNanos);
        return true;
    }

    /** A datagram came from the bound address. */
    public void handleDatagramSeen(long nowNanos) {
        if (isOpen()) {
            liveness.handleUdp(nowNanos);
        }
    }

    /** Somebody behind this machine could not read a packet of this link, by whatever carrier it came. */
    public void handleDamaged(long nowNanos, HostLinkOutbox out) {
        if (isOpen() && damage.record(nowNanos)) {
            reject(nowNanos, RejectCode.PROTOCOL_ERROR, "too many damaged packets", out);
        }
    }

    /** The session has admitted the peer. */
    public void handleJoined(long nowNanos) {
        handshakeDeadlineNanos = Long.MAX_VALUE;
    }

    /** What was delivered before the oldest open barrier was processed, and its output queued: answers its pings. */
    public void handleProcessed(long nowNanos, HostLinkOutbox out) {
        Deque<Long> pings = barriers.poll();
        if (!isOpen() || pings == null) {
            return;
        }
        waitingPings -= pings.size();
        pings.forEach(opaque -> out.sendFrame(new LinkPong(opaque).encode()));
    }

    /** Ends the link: tells the peer and closes. Does nothing when it is closed. */
    public void reject(long nowNanos, RejectCode code, String reason, HostLinkOutbox out) {
        end(new LinkReject(code, reason), out);
    }

    /** Sends the peer to another host and closes. Does nothing when it is closed. */
    public void redirect(long nowNanos, LinkRedirect redirect, HostLinkOutbox out) {
        end(redirect, out);
    }

    /** When {@link #handleWake} is to be called, should nothing else happen; {@link Long#MAX_VALUE} for never. */
    public long wakeAtNanos() {
        if (!isOpen()) {
            return Long.MAX_VALUE;
        }
        return Math.min(Math.min(handshakeDeadlineNanos, nextPingNanos), liveness.endsAtNanos());
    }

    /** Does what is due; harmless when nothing is. */
    public void handleWake(long nowNanos, HostLinkOutbox out) {
        if (!isOpen()) {
            return;
        }
        if (nowNanos >= handshakeDeadlineNanos) {
            reject(nowNanos, RejectCode.TIMEOUT, "no handshake", out);
        } else if (nowNanos >= liveness.endsAtNanos()) {
            reject(nowNanos, RejectCode.TIMEOUT, "silent", out);
        } else if (nowNanos >= nextPingNanos) {
            nextPingNanos = nowNanos + liveness.pingIntervalNanos();
            out.sendFrame(new LinkPing(pingsSent++).encode());
        }
    }

    /** Whether it was started and has not ended. */
    public boolean isOpen() {
        return phase == Phase.OPEN || phase == Phase.JOINED;
    }

    /** The token of this connection; never to be logged. */
    public ByteString token() {
        return hello.token();
    }

    private void handleDissonancePacket(ByteString packet, HostLinkOutbox out) {
        if (Carriers.isOversized(packet)) {
            out.dropped(LinkDrop.OVERSIZED);
            return;
        }
        if (phase == Phase.OPEN) {
            join(new LinkJoin(null, null), out);
            if (!isOpen()) {
                return;
            }
        }
        if (isCompleteHandshake(packet)) {
            handshakeDeadlineNanos = Long.MAX_VALUE;
        }
        deliveredSinceBarrier = true;
        out.deliver(packet);
    }

    private void handleLinkPacket(long nowNanos, ByteString frame, HostLinkOutbox out) {
        LinkPacket packet;
        try {
            packet = LinkPacket.decode(frame);
        } catch (MalformedPacketException e) {
            LinkDrop drop = LinkDrop.of(e);
            out.dropped(drop);
            if (drop.damage()) {
                handleDamaged(nowNanos, out);
            }
            return;
        }
        if (packet instanceof LinkPing ping) {
            handlePing(ping, out);
        } else if (packet instanceof LinkJoin join && phase == Phase.OPEN) {
            join(join, out);
        } else if (!(packet instanceof LinkPong)) {
            out.dropped(LinkDrop.UNEXPECTED_LINK_PACKET);
        }
    }

    private void join(LinkJoin join, HostLinkOutbox out) {
        phase = Phase.JOINED;
        deliveredSinceBarrier = true;
        out.join(join.sessionOrDefault(), join.credential());
    }

    /** Answers at once when nothing is being processed, otherwise behind all that was delivered before. */
    private void handlePing(LinkPing ping, HostLinkOutbox out) {
        if (!deliveredSinceBarrier && barriers.isEmpty()) {
            out.sendFrame(new LinkPong(ping.opaque()).encode());
            return;
        }
        if (waitingPings == MAX_WAITING_PINGS) {
            out.dropped(LinkDrop.TOO_MANY_PINGS);
            return;
        }
        waitingPings++;
        if (deliveredSinceBarrier) {
            deliveredSinceBarrier = false;
            barriers.add(new ArrayDeque<>());
            barriers.getLast().add(ping.opaque());
            out.barrier();
        } else {
            barriers.getLast().add(ping.opaque());
        }
    }

    private void end(LinkPacket lastWord, HostLinkOutbox out) {
        if (isOpen()) {
            phase = Phase.CLOSED;
            out.sendFrame(lastWord.encode());
            out.close();
        }
    }

    private static boolean isCompleteHandshake(ByteString packet) {
        if (Wire.typeCodeOf(packet) != PacketType.HANDSHAKE_REQUEST.code()) {
            return false;
        }
        try {
            return Packet.decode(packet) instanceof HandshakeRequest;
        } catch (MalformedPacketException e) {
            return false;
        }
    }
}
