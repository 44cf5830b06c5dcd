package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.VoiceDataFlyweight;
import io.consonance.engine.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * The peer machine: one client of one session, without IO. Not thread-safe; one owner, who hands in packets, calls and the
 * time, and carries out what comes to the {@link PeerOutbox} within the call.
 *
 * <p>Times are nanoseconds of one clock that never goes back. The owner calls {@link #handleWake} at
 * {@link #wakeAtNanos()} or somewhat later.
 *
 * <p>In phase NEGOTIATING it sends HandshakeRequest, in CONNECTED everything else. Whatever is handed in is sent at once,
 * where the original waits for the end of its frame; see {@link FrameOutbox}. Rooms, channels and priority may be set in
 * any phase and outlive the session.
 *
 * <p>Packets may be kept by those who receive events: audio is a slice of the packet it came in. Source: sections 4 to 11
 * and the peer's part of 15: what kills the original is dropped and counted here.
 */
public final class PeerSession {

    /** Where a peer stands. */
    public enum Phase {
        /** No link to the host. */
        DISCONNECTED,
        /** A handshake was sent and not answered yet. */
        NEGOTIATING,
        /** In the session. */
        CONNECTED,
        /** The host has another session; waiting a moment before the next handshake. */
        BACKING_OFF,
        /** The application left; the link may be closed. */
        LEFT
    }

    private final PacketDecoder decoder;
    private final Identity identity;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Players players = new Players();
    private final ChannelList channels = new ChannelList(players);
    private final DirectLinks links;
    private final VoiceReception reception;
    private final VoiceSender sender;
    private final Texts texts;
    private final Roster roster;
    private final Membership membership;

    /** A peer that is not connected yet. */
    public PeerSession(PeerSettings settings) {
        this(settings, Packet::decode);
    }

    /** The same, reading control packets with {@code decoder}, see {@link SharedPackets}. */
    public PeerSession(PeerSettings settings, PacketDecoder decoder) {
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.identity = new Identity(settings);
        this.links = new DirectLinks(identity, players);
        this.reception = new VoiceReception(identity, subscriptions, players, settings);
        RoomIndex rooms = new RoomIndex(players);
        Courier courier = new Courier(identity, players, links);
        this.sender = new VoiceSender(identity, channels, rooms, courier, settings.defaultPriority());
        this.texts = new Texts(identity, subscriptions, players, courier, settings.directText());
        this.roster = new Roster(identity, players, rooms, channels, links, reception);
        this.membership = new Membership(settings, identity, subscriptions, roster, links, sender);
    }

    /** The link to the host is open: ask to join. Also after a disconnect, and after {@link #leave}. */
    public void handleConnected(long nowNanos, PeerOutbox out) {
        membership.handleConnected(nowNanos, out);
    }

    /** The link to the host is gone, and with it everybody we knew. */
    public void handleDisconnected(long nowNanos, PeerOutbox out) {
        membership.handleDisconnected(nowNanos, out);
    }

    /** Leaves the session for good; nothing is sent, closing the link tells the host. */
    public void leave(long nowNanos, PeerOutbox out) {
        membership.leave(nowNanos, out);
    }

    /** One packet from the host, by whatever carrier. */
    public void handlePacket(long nowNanos, ByteString packet, PeerOutbox out) {
        if (isVoice(packet)) {
            reception.handle(nowNanos, packet, DirectLink.NOBODY, out);
            return;
        }
        Packet decoded = decode(packet, out);
        if (decoded instanceof HandshakeResponse response) {
            membership.handle(nowNanos, response, out);
        } else if (decoded instanceof ErrorWrongSession error) {
            membership.handle(nowNanos, error, out);
        } else if (decoded instanceof ClientState state) {
            if (isOfOurSession(state.session(), out)) {
                roster.handle(nowNanos, state, out);
            }
        } else if (decoded instanceof DeltaChannelState delta) {
            if (isOfOurSession(delta.session(), out)) {
                roster.handle(delta, out);
            }
        } else if (decoded instanceof RemoveClient removed) {
            if (isOfOurSession(removed.session(), out)) {
                roster.handleRemoved(nowNanos, removed.clientId(), out);
            }
        } else if (decoded instanceof TextData text) {
            if (isOfOurSession(text.session(), out)) {
                texts.handle(text, DirectLink.NOBODY, out);
            }
        } else if (decoded != null) {
            out.dropped(PeerDrop.UNEXPECTED_TYPE);
        }
    }

    /**
     * The same for voice that is read already, for owners of many peers who all get the same bytes.
     *
     * @param voice wraps the packet
     * @param audio the frame in it
     */
    public void handleVoice(long nowNanos, VoiceDataFlyweight voice, ByteString audio, PeerOutbox out) {
        reception.handle(nowNanos, voice, audio, DirectLink.NOBODY, out);
    }

    /** One packet from another peer over a direct link: voice, text or an introduction. */
    public void handleDirectPacket(long nowNanos, long directLink, ByteString packet, PeerOutbox out) {
        int speaker = links.clientIdOf(directLink);
        if (isVoice(packet)) {
            if (isIntroduced(speaker, out)) {
                reception.handle(nowNanos, packet, speaker, out);
            }
            return;
        }
        Packet decoded = decode(packet, out);
        if (decoded instanceof HandshakeP2P introduction) {
            links.handleIntroduction(nowNanos, directLink, introduction, out);
        } else if (decoded instanceof TextData text) {
            if (isIntroduced(speaker, out) && isOfOurSession(text.session(), out)) {
                texts.handle(text, speaker, out);
            }
        } else if (decoded != null) {
            out.dropped(PeerDrop.UNEXPECTED_TYPE);
        }
    }

    /** Introduces us over a direct link, now or once we are in the session; {@code directLink} is the owner's name for it. */
    public void openDirectLink(long nowNanos, long directLink, PeerOutbox out) {
        links.open(nowNanos, directLink, DirectLink.NOBODY, out);
    }

    /** The same; introductions of anybody but {@code clientId} over this link are dropped. */
    public void openDirectLink(long nowNanos, long directLink, int clientId, PeerOutbox out) {
        links.open(nowNanos, directLink, clientId, out);
    }

    /** Whoever was reached over this link is reached through the host again. */
    public void closeDirectLink(long nowNanos, long directLink, PeerOutbox out) {
        links.close(directLink, out);
    }

    /** When {@link #handleWake} is to be called next; {@code Long.MAX_VALUE} for never. May be too early, not too late. */
    public long wakeAtNanos() {
        return Math.min(membership.wakeAtNanos(), Math.min(reception.wakeAtNanos(), links.wakeAtNanos()));
    }

    /** Does what time brings: handshakes again, ends speeches that fell silent. Calling it more often does no harm. */
    public void handleWake(long nowNanos, PeerOutbox out) {
        membership.handleWake(nowNanos, out);
        reception.handleWake(nowNanos, out);
        links.handleWake(nowNanos, out);
    }

    /** Listens to a room; every call needs its own {@link #leaveRoom}. */
    public void joinRoom(long nowNanos, String room, PeerOutbox out) {
        membership.joinRoom(Objects.requireNonNull(room, "room"), out);
    }

    /** Takes one {@link #joinRoom} back. */
    public void leaveRoom(long nowNanos, String room, PeerOutbox out) {
        membership.leaveRoom(room, out);
    }

    /** Sends the frames that follow to everybody in a room, whether we listen to it or not. Returns the channel. */
    public int openRoomChannel(String room, ChannelOptions options) {
        return channels.open(true, Objects.requireNonNull(room, "room"), options);
    }

    /** Sends the frames that follow to one player, as soon and as long as it is there. Returns the channel. */
    public int openPlayerChannel(String player, ChannelOptions options) {
        return channels.open(false, Objects.requireNonNull(player, "player"), options);
    }

    /** The next frame is the channel's last one. Without another frame nobody is told, so encode one more. */
    public void closeChannel(int channel) {
        channels.close(channel);
    }

    /** Changes how loud a channel is from the next frame on, 0..2. */
    public void setAmplitude(int channel, float amplitude) {
        channels.setAmplitude(channel, amplitude);
    }

    /** The priority of channels that were opened with {@link ChannelPriority#NONE}. */
    public void setDefaultPriority(ChannelPriority priority) {
        sender.setDefaultPriority(Objects.requireNonNull(priority, "priority"));
    }

    /** Sends one encoded frame, at most 1,024 bytes, through the open channels. True when a packet left. */
    public boolean sendVoice(long nowNanos, ByteString encodedFrame, PeerOutbox out) {
        return sender.send(encodedFrame, out);
    }

    /** Sends a text to everybody else in a room. False when nobody is there. */
    public boolean sendTextToRoom(long nowNanos, String room, String text, PeerOutbox out) {
        return texts.sendToRoom(room, Objects.requireNonNull(text, "text"), out);
    }

    /** Sends a text to one player. False when it is not there, or is us. */
    public boolean sendTextToPlayer(long nowNanos, String player, String text, PeerOutbox out) {
        return texts.sendToPlayer(player, Objects.requireNonNull(text, "text"), out);
    }

    /** Where we stand. */
    public Phase phase() {
        return membership.phase();
    }

    /** 0 when not in a session. */
    public int sessionId() {
        return identity.session();
    }

    /** -1 when not in a session. */
    public int clientId() {
        return identity.clientId();
    }

    /** The rooms we listen to. */
    public List<String> rooms() {
        return subscriptions.rooms();
    }

    /** How many players we know, ourselves included once the host told us. */
    public int playerCount() {
        return players.size();
    }

    /** Everybody we know, ourselves included once the host told us. A copy. */
    public List<RemotePlayer> players() {
        List<RemotePlayer> copy = new ArrayList<>(players.size());
        players.forEach(player -> copy.add(viewOf(player)));
        return copy;
    }

    /** Whether there is a player of that id. */
    public boolean isPresent(int clientId) {
        return players.get(clientId) != null;
    }

    /** The player of that name, or null. */
    public RemotePlayer player(String name) {
        Player player = players.named(name);
        return player == null ? null : viewOf(player);
    }

    /** Null when it was dropped. */
    private Packet decode(ByteString packet, PeerOutbox out) {
        try {
            return decoder.decode(packet);
        } catch (MalformedPacketException e) {
            out.dropped(dropFor(e.reason()));
            return null;
        }
    }

    private boolean isOfOurSession(int session, PeerOutbox out) {
        if (!identity.joined()) {
            out.dropped(PeerDrop.NOT_CONNECTED);
            return false;
        }
        if (session != identity.session()) {
            out.dropped(PeerDrop.WRONG_SESSION);
            return false;
        }
        return true;
    }

    private static boolean isIntroduced(int speaker, PeerOutbox out) {
        if (speaker == DirectLink.NOBODY) {
            out.dropped(PeerDrop.DIRECT_NOT_INTRODUCED);
        }
        return speaker != DirectLink.NOBODY;
    }

    private static boolean isVoice(ByteString packet) {
        return Wire.typeCodeOf(packet) == PacketType.VOICE_DATA.code() && Wire.magicOf(packet) == Wire.MAGIC;
    }

    private static PeerDrop dropFor(Reason reason) {
        return switch (reason) {
            case WRONG_MAGIC -> PeerDrop.WRONG_MAGIC;
            case UNKNOWN_TYPE -> PeerDrop.UNKNOWN_TYPE;
            default -> PeerDrop.MALFORMED;
        };
    }

    private static RemotePlayer viewOf(Player player) {
        return new RemotePlayer(
                player.name(),
                player.id(),
                player.info.codec(),
                player.rooms(),
                player.voice != null && player.voice.open(),
                player.link != null);
    }
}
