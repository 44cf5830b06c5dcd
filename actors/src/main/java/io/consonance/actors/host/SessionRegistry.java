package io.consonance.actors.host;

import io.consonance.actors.cluster.Tenure;
import io.consonance.engine.host.SavedSession;
import io.consonance.engine.link.RejectCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The sessions of a host by name: makes them, hands peers to them, and lets them go when they have been empty. Not thread-safe;
 * the host's guardian owns it.
 */
final class SessionRegistry {
    private static final class Entry {
        final ActorRef<SessionActor.Command> actor;
        final int sessionId;
        long attaches;

        Entry(ActorRef<SessionActor.Command> actor, int sessionId) {
            this.actor = actor;
            this.sessionId = sessionId;
        }
    }

    /** Tells the guardian that a session's actor has ended. */
    @FunctionalInterface
    interface StopMessage {
        HostActor.Command of(String session, ActorRef<SessionActor.Command> actor, int sessionId);
    }

    private final ActorContext<HostActor.Command> context;
    private final SessionActor.Surroundings around;
    private final StopMessage stopMessage;
    private final SessionIds ids;
    private final Map<String, Entry> byName = new HashMap<>();
    private long made;

    SessionRegistry(
            ActorContext<HostActor.Command> context,
            SessionActor.Surroundings around,
            StopMessage stopMessage,
            SessionIds ids) {
        this.context = context;
        this.around = around;
        this.stopMessage = stopMessage;
        this.ids = ids;
    }

    /** Attaches the peer to the session it wants, made for it if need be, or tells the peer why not. */
    void join(HostActor.Join join) {
        Entry entry = byName.get(join.session());
        if (entry == null) {
            if (!around.settings().createOnJoin()) {
                join.peer().tell(new PeerActor.Reject(RejectCode.UNKNOWN_SESSION, "no such session"));
                return;
            }
            entry = make(join.session(), false, null, Tenure.UNLIMITED);
            if (entry == null) {
                join.peer().tell(new PeerActor.Reject(RejectCode.FULL, "no room for another session"));
                return;
            }
        }
        entry.attaches++;
        entry.actor.tell(new SessionActor.Attach(join.link(), join.peer()));
    }

    /** A session that stays when it is empty; tells whether there is one now. */
    boolean open(String name) {
        Entry entry = byName.get(name);
        if (entry != null) {
            entry.actor.tell(new SessionActor.Keep());
            return true;
        }
        return make(name, true, null, Tenure.UNLIMITED) != null;
    }

    /** Ends a session that has been empty for long, unless a peer is on its way there. */
    void handleIdle(HostActor.SessionIdle idle) {
        Entry entry = byName.get(idle.session());
        if (entry != null && entry.attaches == idle.attaches()) {
            end(idle.session(), RejectCode.UNKNOWN_SESSION, "the session has ended");
        }
    }

    /** Ends a session; tells whether there was one. */
    boolean end(String name, RejectCode code, String reason) {
        Entry entry = byName.remove(name);
        if (entry != null) {
            entry.actor.tell(new SessionActor.Close(code, reason));
            forget(name);
        }
        return entry != null;
    }

    /** Closes what is here because the host stops; in a cluster a session that has not left goes on elsewhere as it was saved. */
    void closeAll(RejectCode code, String reason) {
        byName.values().forEach(entry -> entry.actor.tell(new SessionActor.Close(code, reason)));
        byName.clear();
    }

    /** A session that the cluster has given to this host; false if there is no room for it. */
    boolean adopt(String name, boolean keptWhenEmpty, SavedSession saved, Tenure tenure) {
        return make(name, keptWhenEmpty, saved, tenure) != null;
    }

    /** The session goes on elsewhere, or nobody knows where (null); its peers are told. */
    void moveAway(String name, String host, int port) {
        Entry entry = byName.remove(name);
        if (entry != null) {
            entry.actor.tell(new SessionActor.MoveAway(host, port));
        }
    }

    /** A session's actor has ended, by itself or by {@link #end}; its id is free, unless the session has come back with it. */
    void handleStopped(String name, ActorRef<SessionActor.Command> actor, int sessionId) {
        Entry entry = byName.get(name);
        if (entry != null && entry.actor.equals(actor)) {
            byName.remove(name);
            forget(name);
        }
        Entry successor = byName.get(name);
        if (successor == null || successor.sessionId != sessionId) {
            ids.release(sessionId);
        }
    }

    /** The session of that name, or null. */
    ActorRef<SessionActor.Command> named(String name) {
        Entry entry = byName.get(name);
        return entry == null ? null : entry.actor;
    }

    /** All names, sorted. */
    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    private Entry make(String name, boolean keptWhenEmpty, SavedSession saved, Tenure tenure) {
        if (byName.size() >= around.settings().maxSessions()) {
            return null;
        }
        int sessionId = saved == null ? ids.next() : saved.sessionId();
        ids.reserve(sessionId);
        SessionActor.Beginning beginning = new SessionActor.Beginning(name, sessionId, saved, tenure, keptWhenEmpty);
        ActorRef<SessionActor.Command> actor =
                context.spawn(SessionActor.create(beginning, around), "session-" + made++);
        context.watchWith(actor, stopMessage.of(name, actor, sessionId));
        Entry entry = new Entry(actor, sessionId);
        byName.put(name, entry);
        return entry;
    }

    private void forget(String name) {
        if (around.ownership() != null) {
            around.ownership().ended(name);
        }
    }
}
