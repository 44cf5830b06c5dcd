package io.consonance.simulator.live;

import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/**
 * One live run: virtual peers join a host over real sockets, talk by the plan, are measured and leave. {@link #run} is called
 * once, by one thread; {@link #interrupt} by any.
 */
public final class LiveSimulation {

    /** Of a peer and of the host that is in the same process: TCP and UDP here, TCP there. */
    private static final int FILES_PER_PEER_AND_HOST = 3;

    private final RunClock clock = new RunClock();
    private final LivePlan plan;
    private final Progress progress;
    private final LiveShare peers;
    private final NodesUnderTest nodes;

    /** Lays down everything random and encodes the voices. */
    public LiveSimulation(LiveSettings settings, Progress progress) {
        this(settings, progress, null);
    }

    /** The same through several hosts, which it starts and ends. */
    public LiveSimulation(LiveSettings settings, Progress progress, NodesUnderTest nodes) {
        this.progress = progress;
        this.nodes = nodes;
        plan = new LivePlan(settings);
        peers = new LiveShare(plan, Share.ALL, progress, nodes);
    }

    /** Ends it early: peers leave, and {@link #run} returns the report of what was, or throws if nobody has got in. */
    public void interrupt() {
        peers.interrupt();
        if (nodes != null) {
            nodes.interrupt();
        }
    }

    /**
     * Runs it, in real time.
     *
     * @param version of this program, for the report
     * @param commit it was built from, for the report
     * @throws IOException if the embedded host cannot start, or nobody gets into the other one
     * @throws InterruptedIOException if it was interrupted before anybody got in
     */
    public Report run(String version, String commit) throws IOException {
        try (nodes;
                peers) {
            return nodes == null ? runThroughOneHost(version, commit) : runThroughNodes(version, commit);
        }
    }

    private Report runThroughNodes(String version, String commit) throws IOException {
        nodes.open();
        RunFacts.Resources before = ProcessProbe.resources();
        peers.join(nodes.addresses());
        peers.talk();
        peers.leave();
        LiveResult result = peers.result();
        Report report = new LiveReport(plan, result)
                .ofNodes(nodes.words(), nodes.events(), facts(result, before, version, commit));
        if (report.passed()) {
            nodes.passed();
        }
        return report;
    }

    private Report runThroughOneHost(String version, String commit) throws IOException {
        try (HostUnderTest host = HostUnderTest.of(plan.settings().host())) {
            if (host.isEmbedded()) {
                ProcessProbe.requireFiles(peers.peers(), FILES_PER_PEER_AND_HOST);
            }
            RunFacts.Resources before = ProcessProbe.resources();
            RosterAudit audit = new RosterAudit(host, plan, progress);
            peers.join(List.of(host.address()));
            peers.talk();
            boolean churned = plan.settings().churn() && peers.churn() != null;
            if (churned) {
                audit.during(peers.churn());
            }
            peers.leave();
            if (churned) {
                audit.afterwards();
            }
            LiveResult result = peers.result();
            RunFacts facts = facts(result, before, version, commit);
            LiveReport report = new LiveReport(plan, result);
            return churned
                    ? report.of(audit.report(peers.churn(), peers.attendance()), audit.unanswered(), facts)
                    : report.of(null, 0, facts);
        }
    }

    private RunFacts facts(LiveResult result, RunFacts.Resources before, String version, String commit) {
        return RunFacts.live(
                clock.process(version, commit),
                result.joinSeconds(),
                before,
                ProcessProbe.resources(),
                null,
                RunFacts.SendDelay.ofMicros(result.sendDelayMicros()),
                peers.load());
    }
}
