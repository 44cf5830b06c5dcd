package io.consonance.engine.host;

import io.consonance.engine.host.HostEvent.LeaveCause;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** Decides about handshakes and tells newcomers who is there. Not thread-safe. Source: sections 4 and 15, {@code link.md} 9. */
final class Admission {

    /**
     * How often a link may handshake under another name than before. Each former name keeps its id for the quarantine, so
     * without a limit one link could take all of them.
     */
    private static final int MAX_RENAMES = 16;

    private final int sessionId;
    private final HostSettings settings;
    private final Attendance attendance;
    private final Roster roster;
    private CodecSettings firstCodec;
    private boolean codecsDiffer = false;
    /** Whoever comes is told this; null while the session is open. */
    private Closing closing;

    private record Closing(RejectCode code, String reason) {}

    Admission(int sessionId, HostSettings settings, Attendance attendance) {
        this.sessionId = sessionId;
        this.settings = settings;
        this.attendance = attendance;
        this.roster = attendance.roster();
    }

    void close(RejectCode code, String reason) {
        closing = new Closing(code, reason);
    }

    boolean isClosed() {
        return closing != null;
    }

    void handle(long nowNanos, long link, HandshakeRequest request, HostOutbox out) {
        String name = request.name();
        if (closing != null) {
            attendance.refuse(nowNanos, link, closing.code(), closing.reason(), out);
        } else if (name == null) {
            attendance.refuse(nowNanos, link, RejectCode.NAME_REFUSED, "a client needs a name", out);
        } else if (WireWriter.utf8Length(name) > settings.maxClientNameBytes()) {
            String reason = "a name may have " + settings.maxClientNameBytes() + " bytes";
            attendance.refuse(nowNanos, link, RejectCode.NAME_REFUSED, reason, out);
        } else {
            join(nowNanos, link, request, out);
        }
    }

    private void join(long nowNanos, long link, HandshakeRequest request, HostOutbox out) {
        Member sameLink = roster.memberAt(link);
        Member sameName = roster.memberNamed(request.name());
        boolean returns = sameName != null && attendance.isAbsent(sameName);
        boolean taken = sameName != null && sameName != sameLink && !returns;
        if (taken && !settings.nameTakeover()) {
            attendance.refuse(nowNanos, link, RejectCode.NAME_REFUSED, "the name is in use", out);
            return;
        }
        if (sameLink == null && sameName == null && roster.size() >= settings.maxClients()) {
            attendance.refuse(nowNanos, link, RejectCode.FULL, "the session is full", out);
            return;
        }
        int renames = sameLink == null ? 0 : sameLink.renames() + (sameLink == sameName ? 0 : 1);
        if (renames > MAX_RENAMES) {
            attendance.refuse(nowNanos, link, RejectCode.RATE_LIMITED, "too many names on one link", out);
            return;
        }
        if (sameLink != null) {
            attendance.remove(nowNanos, sameLink, LeaveCause.HANDSHAKE_REPEATED, out);
        }
        if (taken) {
            String reason = "somebody else joined with this name";
            attendance.expel(nowNanos, sameName, LeaveCause.NAME_TAKEN_OVER, RejectCode.KICKED, reason, out);
        }
        Member newcomer = returns
                ? attendance.seat(sameName, link, request.codec())
                : attendance.add(nowNanos, link, request.name(), request.codec());
        if (newcomer == null) {
            attendance.refuse(nowNanos, link, RejectCode.FULL, "every client id is in use", out);
            return;
        }
        newcomer.renamed(renames);
        welcome(newcomer, out);
        int clientId = newcomer.clientId();
        out.event(
                returns
                        ? new HostEvent.ClientReturned(clientId, newcomer.name(), newcomer.codec(), link)
                        : new HostEvent.ClientJoined(clientId, newcomer.name(), newcomer.codec(), link));
        if (newcomer.muted()) {
            out.event(new HostEvent.ClientMuted(clientId, true));
        }
        compareCodec(newcomer, out);
    }

    /** The newcomer learns who is there. The others learn of it by its first ClientState. */
    private void welcome(Member newcomer, HostOutbox out) {
        int maxBytes = settings.handshakeState().maxResponseBytes();
        ByteString lists = HandshakeLists.response(sessionId, newcomer, roster, maxBytes);
        if (lists != null) {
            out.send(newcomer.link(), lists, true);
            return;
        }
        List<ByteString> packets = new ArrayList<>(1 + roster.size());
        packets.add(
                HandshakeResponse.withoutLists(sessionId, newcomer.clientId()).encode());
        roster.members().forEach(member -> packets.addAll(member.statePackets()));
        out.welcome(newcomer.link(), packets);
    }

    private void compareCodec(Member newcomer, HostOutbox out) {
        if (firstCodec == null) {
            firstCodec = newcomer.codec();
        } else if (!codecsDiffer && !firstCodec.equals(newcomer.codec())) {
            codecsDiffer = true;
            out.event(new HostEvent.CodecsDiffer(newcomer.clientId(), newcomer.codec(), firstCodec));
        }
    }
}
