package io.consonance.actors.host;

import io.consonance.engine.host.HostDrop;
import io.consonance.engine.host.HostEvent;
import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.Member;
import io.consonance.engine.link.RejectCode;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;

/**
 * Carries out what a session's machine decides: packets to the peers' actors, who speaks for whom to the relay, who is where to the rooms
 * and to the listener. Not thread-safe; the session's actor owns it.
 */
final class SessionOutbox implements HostOutbox {
    private final String name;
    private final HostSession session;
    private final SessionActor.Surroundings around;
    private final SessionPeers peers;
    private final SessionRooms rooms;
    private final ActorRef<SessionActor.Command> self;
    private final Logger log;
    private final Moderation moderation;
    /** Null where no candidates are offered. */
    private final Candidates candidates;

    private boolean dropped;
    private boolean changed;

    SessionOutbox(
            String name,
            HostSession session,
            SessionActor.Surroundings around,
            SessionPeers peers,
            SessionRooms rooms,
            ActorRef<SessionActor.Command> self,
            Logger log) {
        this.name = name;
        this.session = session;
        this.around = around;
        this.peers = peers;
        this.rooms = rooms;
        this.self = self;
        this.log = log;
        this.moderation = new Moderation(session, this, around.clock());
        this.candidates =
                around.candidatesOffered() ? new Candidates((link, packet) -> peers.send(link, packet, true)) : null;
    }

    /** What it decides on goes through here. */
    Moderation moderation() {
        return moderation;
    }

    /** Whether a packet was dropped since the last question. */
    boolean takeDropped() {
        boolean was = dropped;
        dropped = false;
        return was;
    }

    /** Other nodes should be told how the session is, whether or not the machine changes anything. */
    void noteChange() {
        changed = true;
    }

    /** Whether anything has changed since the last question that other nodes should know. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** A peer's UDP is bound there, or not any more (null). */
    void bound(long link, InetSocketAddress address) {
        if (candidates == null) {
            return;
        }
        candidates.bound(link, address);
        Member member = session.roster().memberAt(link);
        if (member != null) {
            member.rooms()
                    .forEach(room -> candidates.offer(member, session.roster().membersOf(room)));
        }
    }

    /** What a link offered to others is forgotten with it. */
    void linkClosed(long link) {
        if (candidates != null) {
            candidates.linkClosed(link);
        }
    }

    @Override
    public void send(long link, ByteString packet, boolean reliable) {
        peers.send(link, packet, reliable);
    }

    @Override
    public void welcome(long link, List<ByteString> packets) {
        peers.tell(link, new PeerActor.Welcome(packets));
    }

    @Override
    public void reject(long link, RejectCode code, String reason) {
        peers.tell(link, new PeerActor.Reject(code, reason));
    }

    @Override
    public void dropped(long link, HostDrop reason) {
        dropped = true;
        around.counters().countDropped(reason);
        if (reason.damage()) {
            peers.tell(link, new PeerActor.Damaged(1));
        }
    }

    @Override
    public void event(HostEvent event) {
        changed = true;
        if (event instanceof HostEvent.ClientJoined joined) {
            joined(joined);
        } else if (event instanceof HostEvent.ClientRestored restored) {
            tell(new VoiceHostEvent.PlayerJoined(name, restored.name(), restored.clientId()));
        } else if (event instanceof HostEvent.ClientReturned returned) {
            speaks(returned.link(), session.roster().member(returned.clientId()));
        } else if (event instanceof HostEvent.ClientLeft left) {
            left(left);
        } else if (event instanceof HostEvent.RoomEntered entered) {
            entered(session.roster().member(entered.clientId()), entered.room());
        } else if (event instanceof HostEvent.RoomLeft left) {
            left(session.roster().member(left.clientId()), left.room());
        } else if (event instanceof HostEvent.ClientMuted muted) {
            Member member = session.roster().member(muted.clientId());
            around.relay().mute(member.link(), muted.muted());
            tell(new VoiceHostEvent.PlayerMuted(name, member.name(), muted.muted()));
        } else if (event instanceof HostEvent.CodecsDiffer differ) {
            log.info("Session {} mixes {} and {}", name, differ.first(), differ.codec());
        }
    }

    private void joined(HostEvent.ClientJoined joined) {
        speaks(joined.link(), session.roster().member(joined.clientId()));
        tell(new VoiceHostEvent.PlayerJoined(name, joined.name(), joined.clientId()));
    }

    private void speaks(long link, Member member) {
        around.relay().join(link, session.sessionId(), member.clientId());
        if (member.muted()) {
            // The machine remembers by name who was muted; the room that muted it may be another by now.
            around.relay().mute(member.link(), true);
            self.tell(new SessionActor.ReviewMute(member.name()));
        }
    }

    private void left(HostEvent.ClientLeft left) {
        around.relay().leave(left.link());
        if (candidates != null) {
            candidates.clientLeft(left.link());
        }
        tell(new VoiceHostEvent.PlayerLeft(name, left.name(), left.clientId()));
    }

    private void entered(Member member, String room) {
        rooms.entered(member, room);
        tell(new VoiceHostEvent.RoomEntered(name, member.name(), room));
        if (candidates != null) {
            candidates.offer(member, session.roster().membersOf(room));
        }
    }

    private void left(Member member, String room) {
        rooms.left(member, room, session.roster().membersOf(room).isEmpty());
        tell(new VoiceHostEvent.RoomLeft(name, member.name(), room));
        if (moderation.leftRoom(member, room)) {
            self.tell(new SessionActor.ReviewMute(member.name()));
        }
    }

    private void tell(VoiceHostEvent event) {
        around.listener().accept(event);
    }
}
