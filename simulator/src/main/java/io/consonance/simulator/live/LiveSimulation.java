package io.consonance.simulator.live;

import io.consonance.actors.client.ClientSettings;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.engine.peer.PacketDecoder;
import io.consonance.engine.peer.SharedPackets;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.simulator.measure.Listener;
import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.measure.VoiceStamp;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.scenario.VoiceCodec;
import io.consonance.simulator.scenario.World;
import io.consonance.simulator.talk.ClipLibrary;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.TalkPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/**
 * One live run: virtual peers join a host over real sockets, talk by the plan, are measured and leave. {@link #run} is called
 * once, by one thread; {@link #interrupt} by any.
 */
public final class LiveSimulation {

    /** Time around joins and leaves in which no delivery is demanded; the roster has to reach everybody within it. */
    static final Duration SETTLE = Duration.ofSeconds(1);

    /** Joins under way at a time: enough to keep the host busy, not enough to flood it. */
    private static final int JOINS_IN_FLIGHT = 64;

    private static final long STEP_NANOS = 1_000_000;
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(30);
    /** For jars, selectors and what else a JVM has open. */
    private static final int SPARE_FILES = 200;

    private static final int CLIPS = 4;
    private static final int CLIP_FRAMES = 50;
    private static final int REMEMBERED_PACKETS = 65_536;

    private final long startedNanos = System.nanoTime();
    private final long startedCpuNanos = ProcessProbe.cpuNanos();
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final LiveSettings settings;
    private final Progress progress;
    private final RandomStreams random;
    private final World world;
    private final List<String> sessions;
    /** All sessions in one, counted through: what is measured does not depend on who shares a session. */
    private final SessionPlan everybody;

    private final RunNames names;
    private final ChurnPlan churnPlan;
    private final TalkPlan plan;
    private final Measurement measurement;
    private final VoiceTemplates voices;
    private final Attendance attendance;
    private final PacketDecoder decoder = new SharedPackets(REMEMBERED_PACKETS);
    private final LoadMeter load;
    private volatile boolean interrupted;
    private long beginNanos;

    /** Lays down everything random and encodes the voices. */
    public LiveSimulation(LiveSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        random = new RandomStreams(settings.seed());
        names = RunNames.of(settings.host());
        Scenario scenario = settings.scenario();
        world = World.of(scenario);
        sessions = names.sessions(world.sessions());
        everybody = World.inOneSession(scenario).session(0, random);
        plan = everybody.talk();
        churnPlan = ChurnPlan.of(everybody, scenario.duration(), random);
        measurement = new Measurement(plan, scenario.duration(), new SplittableRandom().nextInt());
        VoiceCodec codec = settings.codec();
        voices = new VoiceTemplates(ClipLibrary.encode(
                CLIPS, CLIP_FRAMES, EncoderSettings.of(codec.frameSamples(), codec.bitrateBps()), random));
        attendance = new Attendance(settings.peers());
        load = new LoadMeter(progress, ProcessProbe::cpuNanos, ProcessProbe::heapUsedMiB);
    }

    /** Ends the talk early: peers leave, and {@link #run} returns the report of what was. */
    public void interrupt() {
        interrupted = true;
    }

    /**
     * Runs it, in real time.
     *
     * @param version of this program, for the report
     * @param commit it was built from, for the report
     * @throws IOException if the embedded host cannot start, or nobody gets into the other one
     */
    public Report run(String version, String commit) throws IOException {
        requireFiles();
        try (HostUnderTest host = HostUnderTest.of(settings.host());
                CrewRoom crews = CrewRoom.open(
                        peer -> names.marked(everybody.roomName(plan.layout().roomOf(peer))))) {
            RunFacts.Resources before = ProcessProbe.resources();
            long joinStartNanos = System.nanoTime();
            join(host, crews);
            double joinSeconds = (System.nanoTime() - joinStartNanos) / 1e9;
            warmUp(crews);
            ChurnRun churn = new ChurnRun(churnPlan, measurement, crews, peer -> enter(peer, host, crews));
            RosterAudit audit = new RosterAudit(host, sessions, names, progress);
            Duration spoken = talk(crews, churn);
            if (settings.churn()) {
                audit.during(everybody, churn);
            }
            if (attendance.sessionsLost() > 0) {
                progress.note(attendance.sessionsLost() + " connections were lost, the first of "
                        + attendance.firstDisconnection());
            }
            leave(crews);
            if (settings.churn()) {
                audit.afterwards();
            }
            Tally tally = measurement.tally(beginNanos, spoken, SETTLE);
            RunFacts facts = new RunFacts(
                    startedAt.toString(),
                    (System.nanoTime() - startedNanos) / 1e9,
                    joinSeconds,
                    (ProcessProbe.cpuNanos() - startedCpuNanos) / 1e9,
                    ProcessProbe.jdk(),
                    ProcessProbe.os(),
                    Runtime.getRuntime().availableProcessors(),
                    ProcessProbe.heapMaxMiB(),
                    version,
                    commit,
                    before,
                    ProcessProbe.resources(),
                    null,
                    null,
                    null,
                    load.load());
            LiveReport report = new LiveReport(settings, world, everybody, measurement, attendance, voices.meanBytes());
            return settings.churn()
                    ? report.of(tally, spoken, interrupted, audit.report(churn, attendance), audit.unanswered(), facts)
                    : report.of(tally, spoken, interrupted, null, 0, facts);
        }
    }

    /** Sockets that cannot be opened would look like a host that refuses. */
    private void requireFiles() throws IOException {
        long needed = settings.peers() * (settings.host().isEmpty() ? 3L : 2L) + SPARE_FILES;
        long allowed = ProcessProbe.maxFileDescriptors();
        if (allowed >= 0 && allowed < needed) {
            throw new IOException(settings.peers() + " peers need about " + needed
                    + " open files and this process may have " + allowed + "; raise it with ulimit -n, or use fewer");
        }
    }

    private void join(HostUnderTest host, CrewRoom crews) throws IOException {
        progress.begin("joining", "peers", settings.peers());
        long lastJoinNanos = System.nanoTime();
        int lastJoined = 0;
        int started = 0;
        while (attendance.joined() < settings.peers() && !interrupted) {
            while (started < settings.peers() && started - attendance.joined() < JOINS_IN_FLIGHT) {
                enter(started++, host, crews);
            }
            LockSupport.parkNanos(STEP_NANOS);
            int joined = attendance.joined();
            if (joined > lastJoined) {
                lastJoined = joined;
                lastJoinNanos = System.nanoTime();
            } else if (System.nanoTime() - lastJoinNanos > JOIN_PATIENCE.toNanos()) {
                break;
            }
            progress.at(joined, "");
        }
        progress.at(attendance.joined(), "");
        progress.end();
        if (attendance.firstRefusal() != null) {
            progress.note("refused: " + attendance.firstRefusal());
        }
        if (attendance.joined() == 0 && !interrupted) {
            String why = Stream.of(attendance.firstRefusal(), attendance.firstDisconnection())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("no answer");
            throw new IOException("no peer got into the host at " + host.address() + ": " + why);
        }
    }

    private void enter(int peer, HostUnderTest host, CrewRoom crews) {
        String name = names.marked(everybody.peerName(peer));
        ClientSettings client = ClientSettings.builder(name, crews.connection())
                .address(host.address())
                .session(sessionOf(peer))
                .rooms(names.marked(everybody.roomName(plan.layout().roomOf(peer))))
                .codec(CodecSettings.opus(settings.codec().frameSamples()))
                .decoder(decoder)
                .build();
        attendance.started();
        crews.tell(
                peer,
                new Crew.Enter(
                        peer,
                        client,
                        new VirtualPeer(
                                peer, name, measurement.listener(peer), measurement.presence(peer), attendance)));
    }

    /** The host's default session if all fit into one; what a peer is in else. */
    private String sessionOf(int peer) {
        return sessions.get(world.sessionOf(plan.layout().roomOf(peer)));
    }

    /**
     * Talk that is not measured: a JVM runs the first seconds of anything ten times slower than the rest, and a host is
     * asked how it is, not how it begins.
     */
    private void warmUp(CrewRoom crews) {
        if (settings.warmUp().isZero()) {
            return;
        }
        TalkPlan rehearsal = everybody.talk(settings.warmUp(), random.of("warm-up"));
        ChurnRun nobodyLeaves = new ChurnRun(ChurnPlan.none(), measurement, crews, peer -> {});
        progress.begin("warming up", "s", settings.warmUp().toSeconds());
        long rehearsalNanos = System.nanoTime();
        FrameBatch.Voice unmeasured =
                (peer, sequence, due) -> payload(peer, sequence, Listener.UNMEASURED, rehearsalNanos + due);
        new PacedTalk(rehearsal, nobodyLeaves, crews, unmeasured)
                .run(rehearsalNanos, settings.warmUp(), () -> interrupted, progress, () -> "");
        progress.end();
    }

    /** Talks; returns how long. */
    private Duration talk(CrewRoom crews, ChurnRun churn) {
        awaitUntil(SETTLE, () -> interrupted);
        load.begin("talking", "s", settings.scenario().duration().toSeconds());
        beginNanos = System.nanoTime();
        measurement.begin(beginNanos);
        long begin = beginNanos;
        FrameBatch.Voice measured = (peer, sequence, due) -> {
            measurement.sent().count(System.nanoTime());
            return payload(peer, sequence, sequence, begin + due);
        };
        Duration spoken = new PacedTalk(plan, churn, crews, measured)
                .run(
                        beginNanos,
                        settings.scenario().duration(),
                        () -> interrupted,
                        load,
                        () -> measurement.delivered().total() + " frames heard");
        load.end();
        // What is in flight arrives now; nothing here is said any more.
        awaitUntil(SETTLE, () -> false);
        return spoken;
    }

    private void leave(CrewRoom crews) {
        progress.begin("leaving", "peers", attendance.alive());
        int total = attendance.alive();
        for (int peer = 0; peer < settings.peers(); peer++) {
            measurement.presence(peer).left(System.nanoTime());
            crews.tell(peer, new Crew.Depart(peer, Crew.Departure.LEAVE));
        }
        awaitUntil(LEAVE_PATIENCE, () -> {
            progress.at(total - attendance.alive(), "");
            return attendance.alive() == 0;
        });
        progress.at(total - attendance.alive(), "");
        progress.end();
    }

    private ByteString payload(int peer, int sequence, int stamped, long intendedNanos) {
        return VoiceStamp.stamped(voices.template(peer, sequence), measurement.tag(), peer, stamped, intendedNanos);
    }

    private static void awaitUntil(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10 * STEP_NANOS);
        }
    }
}
