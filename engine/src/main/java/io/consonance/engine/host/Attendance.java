package io.consonance.engine.host;

import io.consonance.engine.host.HostEvent.LeaveCause;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.RemoveClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.util.ByteString;

/**
 * Who comes, goes and moves between rooms, and who is told about it. All that a session has to remember from one packet to
 * the next about its clients is here. Not thread-safe, owned by a {@link HostSession}.
 */
final class Attendance {

    private final int sessionId;
    private final Roster roster = new Roster();
    private final ClientIds ids;
    private final Set<String> mutedNames = new HashSet<>();
    /** Links told to go whose end has not come yet. */
    private final Set<Long> refusedLinks = new HashSet<>();

    Attendance(int sessionId, Duration idQuarantine) {
        this.sessionId = sessionId;
        this.ids = new ClientIds(idQuarantine);
    }

    Roster roster() {
        return roster;
    }

    ClientIds ids() {
        return ids;
    }

    /** The new member, in no room yet; null when there is no id left for it. */
    Member add(long nowNanos, long link, String name, CodecSettings codec) {
        int clientId = ids.register(nowNanos, name);
        if (clientId == ClientIds.NONE) {
            return null;
        }
        ClientInfo info = new ClientInfo(name, clientId, codec);
        Member member = new Member(sessionId, info, link, mutedNames.contains(name));
        roster.add(member);
        return member;
    }

    void remove(long nowNanos, Member member, LeaveCause cause, HostOutbox out) {
        for (String room : List.copyOf(member.rooms())) {
            leave(member, room, out);
        }
        roster.remove(member);
        ids.release(nowNanos, member.name());
        broadcast(new RemoveClient(sessionId, member.clientId()).encode(), out);
        out.event(new HostEvent.ClientLeft(member.clientId(), member.name(), member.link(), cause));
    }

    /** Removes the member and rejects its link. */
    void expel(long nowNanos, Member member, LeaveCause cause, RejectCode code, String reason, HostOutbox out) {
        reject(member.link(), code, reason, out);
        remove(nowNanos, member, cause, out);
    }

    /** Rejects a link that wanted to join. If it was a member before, it no longer is. */
    void refuse(long nowNanos, long link, RejectCode code, String reason, HostOutbox out) {
        Member member = roster.memberAt(link);
        if (member == null) {
            reject(link, code, reason, out);
        } else {
            expel(nowNanos, member, LeaveCause.REFUSED, code, reason, out);
        }
    }

    boolean isRefused(long link) {
        return refusedLinks.contains(link);
    }

    void forgetLink(long link) {
        refusedLinks.remove(link);
    }

    void mute(Member member, boolean muted, HostOutbox out) {
        if (member.muted() == muted) {
            return;
        }
        member.mute(muted);
        if (muted) {
            mutedNames.add(member.name());
        } else {
            mutedNames.remove(member.name());
        }
        out.event(new HostEvent.ClientMuted(member.clientId(), muted));
    }

    void forgetMute(String name) {
        mutedNames.remove(name);
    }

    void enter(Member member, String room, HostOutbox out) {
        if (roster.enter(member, room)) {
            out.event(new HostEvent.RoomEntered(member.clientId(), room));
        }
    }

    void leave(Member member, String room, HostOutbox out) {
        if (roster.leave(member, room)) {
            out.event(new HostEvent.RoomLeft(member.clientId(), room));
        }
    }

    /** Leaves every room that is not in the list and enters those that are. */
    void move(Member member, List<String> rooms, HostOutbox out) {
        Set<String> wanted = new LinkedHashSet<>(rooms);
        for (String room : List.copyOf(member.rooms())) {
            if (!wanted.contains(room)) {
                leave(member, room, out);
            }
        }
        wanted.forEach(room -> enter(member, room, out));
    }

    void broadcast(ByteString packet, HostOutbox out) {
        for (Member member : roster.members()) {
            out.send(member.link(), packet, true);
        }
    }

    private void reject(long link, RejectCode code, String reason, HostOutbox out) {
        refusedLinks.add(link);
        out.reject(link, code, reason);
    }
}
