package io.consonance.engine.host;

import io.consonance.engine.host.HostEvent.LeaveCause;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.RemoveClient;
import java.time.Duration;
import java.util.ArrayList;
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
    /** Who was in the session on another node and has not come here yet; each has a link of its own that nobody is at. */
    private final Set<Member> absent = new HashSet<>();

    private long absentUntilNanos;
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

    /** Seats everybody of a saved session, in their rooms, for this long without a link. */
    void restore(long nowNanos, SavedSession saved, Duration grace, HostOutbox out) {
        ids.restore(nowNanos, saved);
        mutedNames.addAll(saved.mutedNames());
        absentUntilNanos = nowNanos + grace.toNanos();
        for (SavedSession.Client client : saved.clients()) {
            if (roster.member(client.clientId()) != null || roster.memberNamed(client.name()) != null) {
                continue;
            }
            ClientInfo info = new ClientInfo(client.name(), client.clientId(), client.codec());
            Member member = new Member(sessionId, info, -1L - client.clientId(), mutedNames.contains(client.name()));
            roster.add(member);
            absent.add(member);
            out.event(new HostEvent.ClientRestored(member.clientId(), member.name()));
            client.rooms().forEach(room -> enter(member, room, out));
        }
    }

    boolean isAbsent(Member member) {
        return absent.contains(member);
    }

    /** An absent member has come, by that link: it keeps its id and its rooms, and nobody is told. */
    Member seat(Member member, long link, CodecSettings codec) {
        List<String> rooms = List.copyOf(member.rooms());
        rooms.forEach(room -> roster.leave(member, room));
        roster.remove(member);
        absent.remove(member);
        ClientInfo info = new ClientInfo(member.name(), member.clientId(), codec);
        Member seated = new Member(sessionId, info, link, member.muted());
        roster.add(seated);
        rooms.forEach(room -> roster.enter(seated, room));
        return seated;
    }

    /** When absent members lose their seats; {@link Long#MAX_VALUE} without any. */
    long absentUntilNanos() {
        return absent.isEmpty() ? Long.MAX_VALUE : absentUntilNanos;
    }

    void removeAbsent(long nowNanos, HostOutbox out) {
        for (Member member : List.copyOf(absent)) {
            remove(nowNanos, member, LeaveCause.NOT_RETURNED, out);
        }
    }

    SavedSession save(long nowNanos, long epoch, long revision) {
        List<SavedSession.Client> clients = new ArrayList<>();
        for (Member member : roster.members()) {
            clients.add(new SavedSession.Client(
                    member.name(), member.clientId(), member.codec(), List.copyOf(member.rooms())));
        }
        List<String> muted = mutedNames.stream().sorted().toList();
        return new SavedSession(sessionId, epoch, revision, clients, ids.quarantined(nowNanos), muted, List.of());
    }

    void remove(long nowNanos, Member member, LeaveCause cause, HostOutbox out) {
        for (String room : List.copyOf(member.rooms())) {
            leave(member, room, out);
        }
        roster.remove(member);
        absent.remove(member);
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
