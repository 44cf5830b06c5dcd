package io.consonance.simulator.live;

import io.consonance.simulator.scenario.ChurnPlan;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.scenario.World;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.TalkPlan;
import java.util.List;

/** Everything random about a live run, laid down before it, and what everything is called on the host. Immutable. */
final class LivePlan {

    private final LiveSettings settings;
    private final RandomStreams random;
    private final RunNames names;
    private final World world;
    private final List<String> sessions;
    /** All sessions in one, counted through: what is measured does not depend on who shares a session. */
    private final SessionPlan everybody;

    LivePlan(LiveSettings settings) {
        this(settings, RunNames.of(settings.host()));
    }

    LivePlan(LiveSettings settings, RunNames names) {
        this.settings = settings;
        random = new RandomStreams(settings.seed());
        this.names = names;
        Scenario scenario = settings.scenario();
        world = World.of(scenario);
        sessions = names.sessions(world.sessions());
        everybody = World.inOneSession(scenario).session(0, random);
    }

    LiveSettings settings() {
        return settings;
    }

    RandomStreams random() {
        return random;
    }

    RunNames names() {
        return names;
    }

    World world() {
        return world;
    }

    /** The names of all sessions on the host. */
    List<String> sessions() {
        return sessions;
    }

    SessionPlan everybody() {
        return everybody;
    }

    RoomLayout layout() {
        return everybody.layout();
    }

    TalkPlan talk() {
        return everybody.talk();
    }

    /** Talk for the warm-up, drawn apart from that which is measured. */
    TalkPlan rehearsal() {
        return everybody.talk(settings.warmUp(), random.of("warm-up"));
    }

    ChurnPlan churn() {
        return ChurnPlan.of(everybody, settings.scenario().duration(), random);
    }

    /** The name a peer goes by on the host. */
    String nameOf(int peer) {
        return names.marked(everybody.peerName(peer));
    }

    /** The name of a peer's room on the host. */
    String roomOf(int peer) {
        return names.marked(everybody.roomName(layout().roomOf(peer)));
    }

    /** The name of a peer's session on the host. */
    String sessionOf(int peer) {
        return sessions.get(sessionNumber(peer));
    }

    /** The number of a peer's session, from 0. */
    int sessionNumber(int peer) {
        return world.sessionOf(layout().roomOf(peer));
    }
}
