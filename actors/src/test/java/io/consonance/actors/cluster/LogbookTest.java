package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads. */
class LogbookTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String SELF = "pekko://voice@127.0.0.1:7410#17";
    private static final String OTHER = "pekko://voice@127.0.0.2:7410#-4";

    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private Logbook logbook;

    @BeforeEach
    void open() {
        Logger log = new LoggerContext().getLogger("logbook");
        log.setLevel(Level.INFO);
        log.addAppender(written);
        written.start();
        logbook = new Logbook(log, SELF, List.of("127.0.0.1:7410", "127.0.0.2:7410"), 0);
    }

    private List<String> lines() {
        List<String> lines = written.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
        written.list.clear();
        return lines;
    }

    @Test
    void shouldSayNowAndThenThatNobodyLetsItIn() {
        for (int second = 0; second < 90; second++) {
            logbook.handleTick(second * SECOND, 0);
        }

        assertThat(lines())
                .containsExactly(
                        "WARN node 127.0.0.1:7410: is in no cluster yet: it waits for one of 127.0.0.1:7410, 127.0.0.2:7410",
                        "WARN node 127.0.0.1:7410: is in no cluster yet: it waits for one of 127.0.0.1:7410, 127.0.0.2:7410");
    }

    @Test
    void shouldFollowANodeFromItsJoiningToItsEnd() {
        logbook.handleMembers(Set.of(SELF), Set.of());
        logbook.handleMembers(Set.of(SELF, OTHER), Set.of());
        logbook.handleMembers(Set.of(SELF, OTHER), Set.of(OTHER));
        logbook.handleMembers(Set.of(SELF, OTHER), Set.of(OTHER));
        logbook.handleMembers(Set.of(SELF, OTHER), Set.of());
        logbook.handleMembers(Set.of(SELF, OTHER), Set.of(OTHER));
        logbook.handleMembers(Set.of(SELF), Set.of());
        logbook.handleMembers(Set.of(SELF, OTHER), Set.of());
        logbook.handleMembers(Set.of(SELF), Set.of());

        assertThat(lines())
                .containsExactly(
                        "INFO node 127.0.0.1:7410: is a member now of 1 node",
                        "INFO node 127.0.0.1:7410: 127.0.0.2:7410 has joined, which makes 2 nodes",
                        "WARN node 127.0.0.1:7410: 127.0.0.2:7410 cannot be reached",
                        "INFO node 127.0.0.1:7410: 127.0.0.2:7410 can be reached again",
                        "WARN node 127.0.0.1:7410: 127.0.0.2:7410 cannot be reached",
                        "WARN node 127.0.0.1:7410: 127.0.0.2:7410 was put out, which leaves 1 node",
                        "INFO node 127.0.0.1:7410: 127.0.0.2:7410 has joined, which makes 2 nodes",
                        "INFO node 127.0.0.1:7410: 127.0.0.2:7410 has left, which leaves 1 node");
    }

    @Test
    void shouldSpeakOfOthersOnlyWhileItIsAMember() {
        logbook.handleMembers(Set.of(OTHER), Set.of());
        logbook.handleMembers(Set.of(SELF, OTHER), Set.of());
        logbook.handleTick(100 * SECOND, 0);
        logbook.handleMembers(Set.of(), Set.of());
        logbook.handleTick(200 * SECOND, 0);

        assertThat(lines())
                .containsExactly(
                        "INFO node 127.0.0.1:7410: is a member now of 2 nodes",
                        "INFO node 127.0.0.1:7410: is no member any more");
    }

    @Test
    void shouldCountWhatHappensToManySessionsWithinASecond() {
        logbook.handleMembers(Set.of(SELF), Set.of());
        lines();
        for (int i = 0; i < 7; i++) {
            logbook.note(i, Logbook.Turn.TAKEN_OVER);
        }
        logbook.note(7, Logbook.Turn.SILENCED);
        logbook.handleTick(SECOND - 1, 12);
        assertThat(lines()).isEmpty();

        logbook.handleTick(SECOND, 13);
        logbook.handleTick(5 * SECOND, 13);

        assertThat(lines())
                .containsExactly(
                        "INFO node 127.0.0.1:7410: goes on with 7 sessions that other nodes had; it has 13 sessions",
                        "WARN node 127.0.0.1:7410: holds back whatever changes in 1 session: too few nodes agree; it has 13 sessions");
    }

    @Test
    void shouldTellOfEverythingBeforeItEnds() {
        logbook.handleDrain(1);
        logbook.note(0, Logbook.Turn.GIVEN_AWAY);
        logbook.handleDrained();

        assertThat(lines())
                .containsExactly(
                        "INFO node 127.0.0.1:7410: is about to leave and gives away 1 session",
                        "INFO node 127.0.0.1:7410: gave 1 session to other nodes; it has 0 sessions",
                        "INFO node 127.0.0.1:7410: has no sessions any more");
    }
}
