package io.consonance.actors.host;

import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.Member;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.util.ByteString;

/**
 * Who is removed from a session, kept out of it or kept silent, by player name. Not thread-safe; the session owns it, and its
 * machine carries out what is decided here.
 */
final class Moderation {
    private final HostSession session;
    private final HostOutbox outbox;
    private final LongSupplier clock;
    private final Mutes mutes = new Mutes();
    private final Bans bans = new Bans();

    Moderation(HostSession session, HostOutbox outbox, LongSupplier clock) {
        this.session = session;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Players of these names were muted for themselves where the session ran before. */
    void restore(Collection<String> muted) {
        muted.forEach(player -> mutes.set(player, true));
    }

    /** Players who are muted whatever room they are in, also those who have gone. */
    List<String> mutedAlone() {
        return mutes.alone();
    }

    /** Removes a player; false where it is not there. */
    boolean kick(String player, RejectCode code, String reason) {
        Member member = session.roster().memberNamed(player);
        return member != null && session.kick(clock.getAsLong(), member.clientId(), code, reason, outbox);
    }

    /** Refuses a name for this long and removes the player of that name; false where it is not there. */
    boolean ban(String player, Duration duration, String reason) {
        bans.add(clock.getAsLong(), player, duration);
        return kick(player, RejectCode.BANNED, reason);
    }

    /** Lifts a ban; false where there is none. */
    boolean unban(String player) {
        return bans.remove(player);
    }

    /** When {@link #handleWake} has something to do; {@link Long#MAX_VALUE} for never. */
    long wakeAtNanos() {
        return bans.wakeAtNanos();
    }

    /** Forgets bans that are over. */
    void handleWake() {
        bans.handleWake(clock.getAsLong());
    }

    /** Whether the packet is a handshake under a banned name. */
    boolean refuses(ByteString packet) {
        if (bans.isEmpty() || Wire.typeCodeOf(packet) != PacketType.HANDSHAKE_REQUEST.code()) {
            return false;
        }
        try {
            return Packet.decode(packet) instanceof HandshakeRequest request
                    && bans.isBanned(clock.getAsLong(), request.name());
        } catch (MalformedPacketException e) {
            return false;
        }
    }

    /** Silences a player, or not; false where it is not there. */
    boolean mute(String player, boolean muted) {
        Member member = session.roster().memberNamed(player);
        if (member != null) {
            apply(member, mutes.set(player, muted));
        }
        return member != null;
    }

    /** A room silences one of its members, or not. It may speak of one that left meanwhile. */
    void muteByRoom(int clientId, String room, boolean muted) {
        Member member = session.roster().member(clientId);
        if (member != null && member.rooms().contains(room)) {
            apply(member, mutes.setByRoom(member.name(), room, muted));
        }
    }

    /** A member left a room; true if it has lost the last reason it was silenced for, and {@link #review} is due. */
    boolean leftRoom(Member member, String room) {
        return member.muted() && !mutes.setByRoom(member.name(), room, false);
    }

    /** Lets a player be heard again, here or gone, for whom there is no reason left. */
    void review(String player) {
        if (!mutes.isMuted(player)) {
            session.unmute(clock.getAsLong(), player, outbox);
        }
    }

    private void apply(Member member, boolean muted) {
        session.mute(clock.getAsLong(), member.clientId(), muted, outbox);
    }
}
