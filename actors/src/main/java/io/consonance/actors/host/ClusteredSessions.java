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

/**
 * The sessions of a host that is a node of a cluster: none is made here that the cluster has not given to this node, and peers wait meanwhile. Not
 * thread-safe; the host's guardian owns it, and what the cluster says arrives as messages to it.
 */
final class ClusteredSessions {
    private final SessionRegistry sessions;
    private final SessionOwnership ownership;
    private final Runnable drained;
    private final Map<String, List<HostActor.Join>> waiting = new HashMap<>();
    /** Sessions that stay when they are empty, once they are here. */
    private final Set<String> kept = new HashSet<>();

    ClusteredSessions(SessionRegistry sessions, SessionOwnership ownership, Runnable drained) {
        this.sessions = sessions;
        this.ownership = ownership;
        this.drained = drained;
    }

    /** What the cluster says, each as a message to the guardian. */
    static LocalHost heardBy(Consumer<Consumer<ClusteredSessions>> guardian) {
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
                guardian.accept(here -> here.answer(session, new PeerActor.Redirect(host, port)));
            }

            @Override
            public void refuse(String session) {
                guardian.accept(here -> here.answer(
                        session, new PeerActor.Reject(RejectCode.DRAINING, "no node can take the session now")));
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

    void open(String session) {
        if (sessions.named(session) != null) {
            sessions.open(session);
        } else {
            kept.add(session);
            ownership.want(session);
        }
    }

    void drain() {
        ownership.drain();
    }

    private void serve(String session, SavedSession saved, Tenure tenure) {
        if (!sessions.adopt(session, kept.remove(session), saved, tenure)) {
            ownership.ended(session);
            answer(session, new PeerActor.Reject(RejectCode.FULL, "no room for another session"));
            return;
        }
        List<HostActor.Join> joins = waiting.remove(session);
        if (joins != null) {
            joins.forEach(sessions::join);
        }
    }

    private void answer(String session, PeerActor.Message answer) {
        kept.remove(session);
        List<HostActor.Join> joins = waiting.remove(session);
        if (joins != null) {
            joins.forEach(join -> join.peer().tell(answer));
        }
    }

    private void tell(String session, SessionActor.Command command) {
        if (sessions.named(session) != null) {
            sessions.named(session).tell(command);
        }
    }
}
