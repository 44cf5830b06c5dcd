package io.consonance.actors.host;

import io.consonance.actors.cluster.LocalHost;
import io.consonance.actors.cluster.SessionOwnership;
import io.consonance.actors.cluster.Tenure;
import io.consonance.engine.host.SavedSession;
import io.consonance.engine.link.RejectCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The sessions of a host that is a node of a cluster: none is made here that the cluster has not given to this node, and peers wait meanwhile. Not
 * thread-safe; the host's guardian owns it, and what the cluster says arrives as messages to it.
 */
final class ClusteredSessions {
    private final SessionRegistry sessions;
    private final SessionOwnership ownership;
    private final boolean createOnJoin;
    private final Runnable drained;
    private final Map<String, List<HostActor.Join>> waiting = new HashMap<>();
    /** Sessions that stay when they are empty, whenever they are here. */
    private final Set<String> opened = new HashSet<>();
    /** Who wants to know whether a session is open. */
    private final Map<String, List<ActorRef<Boolean>>> openers = new HashMap<>();

    private boolean draining;

    ClusteredSessions(SessionRegistry sessions, SessionOwnership ownership, boolean createOnJoin, Runnable drained) {
        this.sessions = sessions;
        this.ownership = ownership;
        this.createOnJoin = createOnJoin;
        this.drained = drained;
    }

    /** What the cluster says, each as a message to the guardian. */
    static LocalHost heardBy(HostLife life, Consumer<Consumer<ClusteredSessions>> guardian) {
        return new LocalHost() {
            @Override
            public void serve(String session, SavedSession saved, Tenure tenure) {
                guardian.accept(here -> here.serve(session, saved, tenure));
            }

            @Override
            public void resumed(String session) {
                guardian.accept(here -> here.tell(session, new SessionActor.Resume()));
            }

            @Override
            public void redirect(String session, String host, int port) {
                guardian.accept(here -> here.answer(session, true, new PeerActor.Redirect(host, port)));
            }

            @Override
            public void refuse(String session) {
                guardian.accept(here -> here.refuse(session));
            }

            @Override
            public void prepareHandOver(String session) {
                guardian.accept(here -> here.tell(session, new SessionActor.HandOver()));
            }

            @Override
            public void release(String session, String host, int port) {
                guardian.accept(here -> here.sessions.moveAway(session, host, port));
            }

            @Override
            public void ready() {
                life.ready().complete(null);
            }

            @Override
            public void drained() {
                guardian.accept(here -> here.drained.run());
            }
        };
    }

    void join(HostActor.Join join) {
        if (sessions.named(join.session()) != null) {
            sessions.join(join);
            return;
        }
        waiting.computeIfAbsent(join.session(), name -> new ArrayList<>()).add(join);
        ownership.want(join.session());
    }

    /** The session is to be open, here or at another node; answered when that is known, and tried again until it is. */
    void open(String session, ActorRef<Boolean> replyTo) {
        opened.add(session);
        if (sessions.named(session) != null) {
            replyTo.tell(sessions.open(session));
        } else {
            openers.computeIfAbsent(session, name -> new ArrayList<>()).add(replyTo);
            ownership.open(session);
        }
    }

    void close(String session) {
        opened.remove(session);
    }

    void drain() {
        draining = true;
        ownership.drain();
    }

    /** Also a session that nobody opened is claimed before it is refused: it may be saved. */
    private void serve(String session, SavedSession saved, Tenure tenure) {
        if (saved == null && !createOnJoin && !opened.contains(session)) {
            ownership.decline(session);
            answer(session, false, new PeerActor.Reject(RejectCode.UNKNOWN_SESSION, "no such session"));
            return;
        }
        if (!sessions.adopt(session, opened.contains(session), saved, tenure)) {
            ownership.decline(session);
            answer(session, false, new PeerActor.Reject(RejectCode.FULL, "no room for another session"));
            return;
        }
        answerOpeners(session, true);
        List<HostActor.Join> joins = waiting.remove(session);
        if (joins != null) {
            joins.forEach(sessions::join);
        }
    }

    private void refuse(String session) {
        answer(session, false, new PeerActor.Reject(RejectCode.DRAINING, "no node can take the session now"));
        if (opened.contains(session) && !draining) {
            ownership.open(session);
        }
    }

    private void answer(String session, boolean open, PeerActor.Message answer) {
        answerOpeners(session, open);
        List<HostActor.Join> joins = waiting.remove(session);
        if (joins != null) {
            joins.forEach(join -> join.peer().tell(answer));
        }
    }

    private void answerOpeners(String session, boolean open) {
        List<ActorRef<Boolean>> asked = openers.remove(session);
        if (asked != null) {
            asked.forEach(opener -> opener.tell(open));
        }
    }

    private void tell(String session, SessionActor.Command command) {
        if (sessions.named(session) != null) {
            sessions.named(session).tell(command);
        }
    }
}
