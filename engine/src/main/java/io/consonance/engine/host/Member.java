package io.consonance.engine.host;

import io.consonance.engine.route.Speaker;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.CodecSettings;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.util.ByteString;

/** A client in a session, as its {@link Roster} shows it. Owned by the session and only changed by it; not thread-safe. */
public final class Member {

    private final ClientInfo info;
    private final long link;
    private final Set<String> rooms = new LinkedHashSet<>();
    private Speaker speaker;
    /** How often its link took another name. */
    private int renames;
    /** What a newcomer is sent about this client; null when it has to be made again. */
    private List<ByteString> statePackets;

    Member(int session, ClientInfo info, long link, boolean muted) {
        this.info = info;
        this.link = link;
        this.speaker = new Speaker(session, info.clientId(), muted);
    }

    /** Its id, 0..65534. */
    public int clientId() {
        return info.clientId();
    }

    /** Its name, unique in the session; may be empty. */
    public String name() {
        return info.name();
    }

    /** How it encodes its voice. */
    public CodecSettings codec() {
        return info.codec();
    }

    /** The link it joined by. */
    public long link() {
        return link;
    }

    /** The rooms it listens to, in the order it entered them; a view. */
    public Set<String> rooms() {
        return Collections.unmodifiableSet(rooms);
    }

    /** Whether its voice is dropped. */
    public boolean muted() {
        return speaker.muted();
    }

    /** Whom its link speaks for. */
    public Speaker speaker() {
        return speaker;
    }

    int renames() {
        return renames;
    }

    void renamed(int times) {
        renames = times;
    }

    ClientInfo info() {
        return info;
    }

    void mute(boolean muted) {
        speaker = new Speaker(speaker.session(), speaker.clientId(), muted);
    }

    boolean enter(String room) {
        boolean entered = rooms.add(room);
        if (entered) {
            statePackets = null;
        }
        return entered;
    }

    boolean leave(String room) {
        boolean left = rooms.remove(room);
        if (left) {
            statePackets = null;
        }
        return left;
    }

    List<ByteString> statePackets() {
        if (statePackets == null) {
            statePackets = StatePackets.of(speaker.session(), info, rooms);
        }
        return statePackets;
    }
}
