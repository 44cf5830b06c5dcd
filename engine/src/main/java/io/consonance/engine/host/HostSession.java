package io.consonance.engine.host;

import io.consonance.engine.host.HostEvent.LeaveCause;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import io.consonance.engine.wire.WireWriter;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * The host machine of one session: who is in it, under which id, in which rooms, and who is told what. Not thread-safe,
 * one owner. No IO and no clock: every call brings the time, and what is to be done goes to the outbox it brings along.
 *
 * <p>A link is a number the owner chose for one connection and never uses again. It may send anything from the start; a
 * HandshakeRequest makes it a member. The owner says {@link #handleLinkClosed} once for every link that ever sent
 * something, also for those the session had rejected.
 *
 * <p>A newcomer gets a HandshakeResponse with lists of all others, or one without and a ClientState for everybody, itself
 * included ({@link HandshakeState}). The others hear of it by its first ClientState, which goes to itself too.
 *
 * <p>Muting silences voice and lets texts pass. It belongs to the name: it outlasts a rejoin, until it is lifted.
 *
 * <p>Source: sections 3, 4, 5 and 15. Nothing a client sends makes a call throw.
 */
public final class HostSession {

    /** Largest DeltaChannelState passed on with its own bytes: what the buffers of unmodified clients hold. */
    private static final int MAX_DELTA_BYTES = 1_024;

    private final int sessionId;
    private final HostSettings settings;
    private final Attendance attendance;
    private final Admission admission;
    private final Roster roster;
    private final RelayDesk relayDesk;
    private final WrongSessionAnswers wrongSessionAnswers = new WrongSessionAnswers();
    private final ByteString errorWrongSession;

    /** An empty session. {@code sessionId} is 1..0x7FFFFFFE, chosen at random by the owner. */
    public HostSession(int sessionId, HostSettings settings) {
        if (sessionId < 1 || sessionId == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("sessionId is " + sessionId + ", allowed 1..0x7FFFFFFE");
        }
        this.sessionId = sessionId;
        this.settings = settings;
        this.attendance = new Attendance(sessionId, settings.idQuarantine());
        this.admission = new Admission(sessionId, settings, attendance);
        this.roster = attendance.roster();
        this.relayDesk = new RelayDesk(settings.loopback());
        this.errorWrongSession = new ErrorWrongSession(sessionId).encode();
    }

    /**
     * Goes on with a session that ran elsewhere, under the same id; only while nobody has come. Everybody who was there has this
     * long to come back under the same name, by any link: then nobody is told. Who does not is removed.
     */
    public void restore(long nowNanos, SavedSession saved, Duration grace, HostOutbox out) {
        attendance.restore(nowNanos, saved, grace, out);
    }

    /** What another node needs to go on with this session. */
    public SavedSession save(long nowNanos, long epoch, long revision) {
        return attendance.save(nowNanos, epoch, revision);
    }

    /** The id every packet of this session carries. */
    public int sessionId() {
        return sessionId;
    }

    /** Who is here; a view that changes with the session. */
    public Roster roster() {
        return roster;
    }

    /**
     * Takes one Dissonance packet of a link.
     *
     * @param reliable whether the carrier it came by is reliable
     */
    public void handlePacket(long nowNanos, long link, boolean reliable, ByteString packet, HostOutbox out) {
        HostDrop drop;
        try {
            drop = attendance.isRefused(link)
                    ? HostDrop.LINK_REFUSED
                    : dropOrHandle(nowNanos, link, reliable, packet, out);
        } catch (MalformedPacketException e) {
            drop = HostDrop.MALFORMED;
        }
        if (drop != null) {
            out.dropped(link, drop);
        }
    }

    /** A packet of another session came from this link by a way past this machine: told the right one, by the same limit. */
    public void handleWrongSession(long nowNanos, long link, HostOutbox out) {
        if (!admission.isClosed() && !attendance.isRefused(link) && wrongSessionAnswers.allow(nowNanos, link)) {
            out.send(link, errorWrongSession, false);
        }
    }

    /** A link has ended, by whichever side. Its client leaves, if it is still the one of that link. */
    public void handleLinkClosed(long nowNanos, long link, HostOutbox out) {
        attendance.forgetLink(link);
        wrongSessionAnswers.forget(link);
        Member member = roster.memberAt(link);
        if (member != null) {
            attendance.remove(nowNanos, member, LeaveCause.LINK_CLOSED, out);
        }
    }

    /** Removes a client and rejects its link. Returns whether there was one with this id. */
    public boolean kick(long nowNanos, int clientId, RejectCode code, String reason, HostOutbox out) {
        Member member = roster.member(clientId);
        if (member != null) {
            attendance.expel(nowNanos, member, LeaveCause.KICKED, code, reason, out);
        }
        return member != null;
    }

    /** Silences a client's voice, or lets it be heard again. Returns whether there is one with this id. */
    public boolean mute(long nowNanos, int clientId, boolean muted, HostOutbox out) {
        Member member = roster.member(clientId);
        if (member != null) {
            attendance.mute(member, muted, out);
        }
        return member != null;
    }

    /** Lets the client of this name be heard again, the next one of that name if none is here. */
    public void unmute(long nowNanos, String name, HostOutbox out) {
        Member member = roster.memberNamed(name);
        if (member == null) {
            attendance.forgetMute(name);
        } else {
            attendance.mute(member, false, out);
        }
    }

    /** Removes everybody, one by one, and refuses whoever comes later with the same words. */
    public void close(long nowNanos, RejectCode code, String reason, HostOutbox out) {
        admission.close(code, reason);
        for (Member member : List.copyOf(roster.members())) {
            attendance.expel(nowNanos, member, LeaveCause.SESSION_CLOSED, code, reason, out);
        }
    }

    /** When {@link #handleWake} has something to do; {@link Long#MAX_VALUE} for never. Being late does no harm. */
    public long wakeAtNanos() {
        return Math.min(attendance.ids().wakeAtNanos(), attendance.absentUntilNanos());
    }

    /** Forgets names whose id has left its quarantine, and removes who did not come back in time. */
    public void handleWake(long nowNanos, HostOutbox out) {
        if (nowNanos >= attendance.absentUntilNanos()) {
            attendance.removeAbsent(nowNanos, out);
        }
        attendance.ids().handleWake(nowNanos);
    }

    /** Every packet of a link that is not refused. Returns why it was dropped, or null. */
    private HostDrop dropOrHandle(long nowNanos, long link, boolean reliable, ByteString packet, HostOutbox out)
            throws MalformedPacketException {
        if (Wire.magicOf(packet) != Wire.MAGIC) {
            return HostDrop.WRONG_MAGIC;
        }
        if (packet.length() < Wire.HEADER_BYTES) {
            return HostDrop.MALFORMED;
        }
        PacketType type = PacketType.ofCode(Wire.typeCodeOf(packet));
        if (type == null) {
            return HostDrop.UNKNOWN_TYPE;
        }
        switch (type) {
            case HANDSHAKE_REQUEST, CLIENT_STATE, DELTA_CHANNEL_STATE, SERVER_RELAY_RELIABLE -> {
                if (!reliable) {
                    return HostDrop.WRONG_CARRIER;
                }
            }
            case SERVER_RELAY_UNRELIABLE -> {}
            default -> {
                return HostDrop.UNEXPECTED_TYPE;
            }
        }
        if (type == PacketType.HANDSHAKE_REQUEST) {
            admission.handle(nowNanos, link, (HandshakeRequest) Packet.decode(packet), out);
            return null;
        }
        return dropOrHandleOfSession(nowNanos, link, type, reliable, packet, out);
    }

    /** The types whose session id is checked, and that only a member may send. */
    private HostDrop dropOrHandleOfSession(
            long nowNanos, long link, PacketType type, boolean reliable, ByteString packet, HostOutbox out)
            throws MalformedPacketException {
        if (packet.length() < Wire.SESSION_HEADER_BYTES) {
            return HostDrop.MALFORMED;
        }
        if (admission.isClosed()) {
            return HostDrop.SESSION_CLOSED;
        }
        if (Wire.sessionOf(packet) != sessionId) {
            handleWrongSession(nowNanos, link, out);
            return HostDrop.WRONG_SESSION;
        }
        Member sender = roster.memberAt(link);
        if (sender == null) {
            return HostDrop.NOT_JOINED;
        }
        return switch (type) {
            case CLIENT_STATE -> handleState(sender, (ClientState) Packet.decode(packet), packet, out);
            case DELTA_CHANNEL_STATE -> handleDelta(sender, (DeltaChannelState) Packet.decode(packet), packet, out);
            default -> relayDesk.relay(sender, roster, reliable, packet, out);
        };
    }

    private HostDrop handleState(Member sender, ClientState state, ByteString packet, HostOutbox out) {
        ClientInfo client = state.client();
        if (client.clientId() != sender.clientId() || !client.name().equals(sender.name())) {
            return HostDrop.FORGED_CLIENT;
        }
        if (state.rooms().size() > settings.maxRoomsPerClient()) {
            return HostDrop.TOO_MANY_ROOMS;
        }
        if (state.rooms().stream().anyMatch(this::isTooLong)) {
            return HostDrop.ROOM_NAME_TOO_LONG;
        }
        for (ByteString passedOn : StatePackets.passedOn(packet, state)) {
            attendance.broadcast(passedOn, out);
        }
        attendance.move(sender, state.rooms(), out);
        return null;
    }

    private HostDrop handleDelta(Member sender, DeltaChannelState delta, ByteString packet, HostOutbox out) {
        String room = delta.room();
        if (delta.clientId() != sender.clientId()) {
            return HostDrop.FORGED_CLIENT;
        }
        if (isTooLong(room)) {
            return HostDrop.ROOM_NAME_TOO_LONG;
        }
        boolean enters = delta.joined() && !sender.rooms().contains(room);
        if (enters && sender.rooms().size() >= settings.maxRoomsPerClient()) {
            return HostDrop.TOO_MANY_ROOMS;
        }
        // Also when it changes nothing, as the original does.
        attendance.broadcast(packet.length() <= MAX_DELTA_BYTES ? packet : delta.encode(), out);
        if (enters) {
            attendance.enter(sender, room, out);
        } else if (!delta.joined()) {
            attendance.leave(sender, room, out);
        }
        return null;
    }

    private boolean isTooLong(String room) {
        return WireWriter.utf8Length(room) > settings.maxRoomNameBytes();
    }
}
