package io.consonance.simulator.live;

import io.consonance.simulator.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds the host's roster against who ought to be in it, once during a run with churn and once after it. One owner. */
final class RosterAudit {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = 100_000_000;

    private final HostUnderTest host;
    private final LivePlan plan;
    private final Progress progress;
    private RosterCheck during;
    private RosterCheck afterwards;

    RosterAudit(HostUnderTest host, LivePlan plan, Progress progress) {
        this.host = host;
        this.plan = plan;
        this.progress = progress;
    }

    /** While the peers are there; one that failed to come back is missing, not excused. */
    void during(ChurnRun churn) {
        during = check(IntStream.range(0, plan.layout().peers())
                .filter(peer -> !churn.isAway(peer))
                .mapToObj(plan::nameOf)
                .collect(Collectors.toSet()));
    }

    /** When all have left. */
    void afterwards() {
        afterwards = check(Set.of());
    }

    /** What came out, once both checks are made. */
    Report.Churn report(ChurnRun churn, Attendance attendance) {
        Set<String> ghosts = new HashSet<>(during.ghosts());
        ghosts.addAll(afterwards.ghosts());
        return new Report.Churn(
                churn.leaves(),
                churn.withoutGoodbye(),
                attendance.rejoins(),
                attendance.sessionsLost(),
                during.source(),
                during.expected().size(),
                during.seenCount(),
                ghosts.stream().sorted().toList(),
                during.missing());
    }

    /** Checks the host did not answer. */
    int unanswered() {
        return (during.isAnswered() ? 0 : 1) + (afterwards.isAnswered() ? 0 : 1);
    }

    /** Asks until the roster is right, or for a few seconds: what was said last may still be under way. */
    private RosterCheck check(Set<String> expected) {
        String source = host.isEmbedded() ? "host" : "observer";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            RosterCheck check = new RosterCheck(source, expected, plan.names().ours(host.members(plan.sessions())));
            while (!check.isRight() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(PAUSE_NANOS);
                check = new RosterCheck(source, expected, plan.names().ours(host.members(plan.sessions())));
            }
            return check;
        } catch (IOException e) {
            // What was measured until now is worth its report; that this was not is one of the demands.
            progress.note("roster not checked: " + e.getMessage());
            return RosterCheck.unanswered(source, expected);
        }
    }
}
