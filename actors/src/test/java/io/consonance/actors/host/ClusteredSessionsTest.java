package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.cluster.LocalHost;
import io.consonance.actors.cluster.SessionOwnership;
import io.consonance.actors.cluster.Tenure;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.host.SavedSession;
import io.consonance.engine.link.RejectCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/** What a host makes of what its cluster says, where joining a session does not make it. */
class ClusteredSessionsTest {
    private static final long SEED = 1;
    private static final int ID = new SessionIds(new Random(SEED)).next();
    private static final SavedSession SAVED = new SavedSession(ID, 1, 1, List.of(), List.of(), List.of(), List.of());

    private final List<String> asked = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final TestInbox<PeerActor.Command> peer = TestInbox.create();
    private final TestInbox<Boolean> opener = TestInbox.create();
    private final List<ActorContext<HostActor.Command>> contexts = new ArrayList<>();
    private final BehaviorTestKit<HostActor.Command> guardian = BehaviorTestKit.create(Behaviors.setup(context -> {
        contexts.add(context);
        return Behaviors.receiveMessage(command -> {
            handle((HostActor.FromCluster) command);
            return Behaviors.same();
        });
    }));
    private final SessionRegistry registry = new SessionRegistry(
            contexts.get(0),
            new SessionActor.Surroundings(
                    guardian.getRef(),
                    new RecordingRelay(),
                    Settings.of(ConfigFactory.load()).session(),
                    EngineSettings.session(Settings.load().session()),
                    false,
                    new Asked(),
                    Duration.ZERO,
                    event -> {},
                    new HostCounters(),
                    () -> 0),
            (session, actor, id) -> {
                ids.put(session, id);
                return new HostActor.Stop();
            },
            new SessionIds(new Random(SEED)));
    private final ClusteredSessions sessions = new ClusteredSessions(registry, new Asked(), false, () -> {});
    private final LocalHost cluster = ClusteredSessions.heardBy(new HostLife(), this::asGuardian);

    private final class Asked implements SessionOwnership {
        @Override
        public void want(String session) {
            asked.add("want " + session);
        }

        @Override
        public void open(String session) {
            asked.add("open " + session);
        }

        @Override
        public void save(String session, SavedSession saved) {}

        @Override
        public void handOver(String session, SavedSession last) {}

        @Override
        public void ended(String session) {
            asked.add("ended " + session);
        }

        @Override
        public void decline(String session) {
            asked.add("decline " + session);
        }

        @Override
        public void drain() {}
    }

    private void handle(HostActor.FromCluster said) {
        said.what().accept(sessions);
    }

    private void asGuardian(Consumer<ClusteredSessions> what) {
        guardian.run(new HostActor.FromCluster(what));
    }

    private void join() {
        sessions.join(new HostActor.Join("s", 1, peer.getRef()));
    }

    @Test
    void shouldRefuseASessionNobodyOpened() {
        join();

        cluster.serve("s", null, Tenure.UNLIMITED);

        assertThat(asked).containsExactly("want s", "decline s");
        peer.expectMessage(new PeerActor.Reject(RejectCode.UNKNOWN_SESSION, "no such session"));
        assertThat(registry.names()).isEmpty();
    }

    @Test
    void shouldServeASessionThatIsSaved() {
        join();

        cluster.serve("s", SAVED, Tenure.UNLIMITED);

        assertThat(registry.names()).containsExactly("s");
        assertThat(peer.hasMessages()).isFalse();
    }

    @Test
    void shouldSayThatASessionIsOpenOnceItIs() {
        sessions.open("s", opener.getRef());
        assertThat(opener.hasMessages()).isFalse();

        cluster.serve("s", null, Tenure.UNLIMITED);

        opener.expectMessage(true);
        assertThat(asked).containsExactly("open s");
        assertThat(registry.names()).containsExactly("s");
    }

    @Test
    void shouldGoOnOpeningWhatNoNodeCouldTakeUntilItIsClosed() {
        sessions.open("s", opener.getRef());

        cluster.refuse("s");
        opener.expectMessage(false);
        sessions.close("s");
        cluster.refuse("s");

        assertThat(asked).containsExactly("open s", "open s");
    }

    @Test
    void shouldGiveNoSessionTheIdOfOneThatCameBack() {
        cluster.serve("s", SAVED, Tenure.UNLIMITED);
        ActorRef<SessionActor.Command> before = registry.named("s");
        registry.moveAway("s", null, 0);
        cluster.serve("s", SAVED, Tenure.UNLIMITED);

        registry.handleStopped("s", before, ID);
        asGuardian(here -> registry.open("another"));

        assertThat(ids.get("s")).isEqualTo(ID);
        assertThat(ids.get("another")).isNotEqualTo(ID);
    }
}
