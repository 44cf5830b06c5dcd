package io.consonance.simulator.live;

import io.consonance.actors.client.ClientSettings;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.engine.peer.PacketDecoder;
import io.consonance.engine.peer.SharedPackets;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.measure.VoiceStamp;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.talk.ClipLibrary;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.TalkPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
    private static final long PROGRESS_NANOS = 200_000_000;
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration ROSTER_PATIENCE = Duration.ofSeconds(5);
    /** For jars, selectors and what else a JVM has open. */
    private static final int SPARE_FILES = 200;

    private static final int CLIPS = 8;
    private static final int CLIP_FRAMES = 100;
    private static final int BITRATE_BPS = 24_000;
    private static final int REMEMBERED_PACKETS = 65_536;

    private final long startedNanos = System.nanoTime();
    private final long startedCpuNanos = ProcessProbe.cpuNanos();
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final LiveSettings settings;
    private final Progress progress;
    private final RoomLayout layout;
    private final RunNames names;
    private final ChurnPlan churnPlan;
    private final TalkPlan plan;
    private final Measurement measurement;
    private final VoiceTemplates voices;
    private final Attendance attendance;
    private final PacketDecoder decoder = new SharedPackets(REMEMBERED_PACKETS);
    private volatile boolean interrupted;
    private volatile long beginNanos;
    private long progressAtNanos;

    /** Lays down everything random and encodes the voices. */
    public LiveSimulation(LiveSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        RandomStreams random = new RandomStreams(settings.seed());
        names = RunNames.of(settings.host());
        layout = new RoomLayout(settings.peers(), settings.roomSize());
        plan = TalkPlan.p59(layout, settings.duration(), settings.frame(), random);
        churnPlan = settings.churn() ? ChurnPlan.of(settings.peers(), settings.duration(), random) : ChurnPlan.none();
        measurement = new Measurement(plan, settings.duration(), new SplittableRandom().nextInt());
        voices = new VoiceTemplates(ClipLibrary.encode(
                CLIPS, CLIP_FRAMES, EncoderSettings.of(settings.frameSamples(), BITRATE_BPS), random));
        attendance = new Attendance(settings.peers());
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
                CrewRoom crews = CrewRoom.open(peer -> names.room(layout.roomOf(peer)), this::payload)) {
            RunFacts.Resources before = ProcessProbe.resources();
            long joinStartNanos = System.nanoTime();
            join(host, crews);
            double joinSeconds = (System.nanoTime() - joinStartNanos) / 1e9;
            ChurnRun churn = new ChurnRun(churnPlan, measurement, crews, peer -> enter(peer, host, crews));
            Duration spoken = talk(crews, churn);
            RosterCheck during = settings.churn() ? rosterNow(host, expectedNames(churn)) : null;
            leave(crews);
            Report.Churn churned = during == null ? null : churned(churn, during, rosterNow(host, Set.of()));
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
                    null);
            return new LiveReport(settings, plan, measurement, attendance, voices.meanBytes())
                    .of(tally, spoken, interrupted, churned, facts);
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
            show(joined, "");
        }
        progress.at(attendance.joined(), "");
        progress.end();
        if (attendance.firstRefusal() != null) {
            progress.note("refused: " + attendance.firstRefusal());
        }
        if (attendance.joined() == 0 && !interrupted) {
            throw new IOException("no peer got into the host at " + host.address()
                    + (attendance.firstRefusal() == null ? ": no answer" : ": " + attendance.firstRefusal()));
        }
    }

    private void enter(int peer, HostUnderTest host, CrewRoom crews) {
        String name = names.peer(peer);
        ClientSettings client = ClientSettings.builder(name, crews.connection())
                .address(host.address())
                .rooms(names.room(layout.roomOf(peer)))
                .codec(CodecSettings.opus(settings.frameSamples()))
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

    /** Talks; returns how long. */
    private Duration talk(CrewRoom crews, ChurnRun churn) {
        awaitUntil(SETTLE, () -> interrupted);
        beginNanos = System.nanoTime();
        measurement.begin(beginNanos);
        SpeechSchedule speech = new SpeechSchedule(plan);
        long endNanos = settings.duration().toNanos();
        progress.begin("talking", "s", settings.duration().toSeconds());
        long elapsed = 0;
        while (elapsed < endNanos && !interrupted) {
            // in the order of the plan: what was due before a peer leaves, it says before it leaves
            while (churn.nextDueNanos() <= elapsed) {
                say(speech, churn.nextDueNanos(), crews);
                churn.step();
            }
            say(speech, elapsed, crews);
            show(elapsed / 1_000_000_000L, measurement.delivered().total() + " frames heard");
            long next = Math.min(endNanos, Math.min(speech.nextDueNanos(), churn.nextDueNanos()));
            LockSupport.parkNanos(Math.max(STEP_NANOS, beginNanos + next - System.nanoTime()));
            elapsed = System.nanoTime() - beginNanos;
        }
        Duration spoken = Duration.ofNanos(Math.min(elapsed, endNanos));
        say(speech, spoken.toNanos() - 1, crews);
        progress.at(spoken.toSeconds(), "");
        progress.end();
        // What is in flight arrives now; nothing here is said any more.
        awaitUntil(SETTLE, () -> false);
        return spoken;
    }

    private static void say(SpeechSchedule speech, long elapsedNanos, CrewRoom crews) {
        speech.run(elapsedNanos, (peer, sequence, due, opens, closes) -> crews.speak(peer, sequence, due, closes));
        crews.flush();
    }

    private void leave(CrewRoom crews) {
        progress.begin("leaving", "peers", attendance.alive());
        int total = attendance.alive();
        for (int peer = 0; peer < settings.peers(); peer++) {
            measurement.presence(peer).left(System.nanoTime());
            crews.tell(peer, new Crew.Depart(peer, Crew.Departure.LEAVE));
        }
        awaitUntil(LEAVE_PATIENCE, () -> {
            show(total - attendance.alive(), "");
            return attendance.alive() == 0;
        });
        progress.at(total - attendance.alive(), "");
        progress.end();
    }

    /** Asks until the roster is right, or for a few seconds: what was said last may still be under way. */
    private RosterCheck rosterNow(HostUnderTest host, Set<String> expected) throws IOException {
        String source = host.isEmbedded() ? "host" : "observer";
        long deadline = System.nanoTime() + ROSTER_PATIENCE.toNanos();
        RosterCheck check = new RosterCheck(source, expected, names.ours(host.members()));
        while (!check.isRight() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100 * STEP_NANOS);
            check = new RosterCheck(source, expected, names.ours(host.members()));
        }
        return check;
    }

    private Report.Churn churned(ChurnRun churn, RosterCheck during, RosterCheck afterwards) {
        Set<String> ghosts = new HashSet<>(during.ghosts());
        ghosts.addAll(afterwards.ghosts());
        return new Report.Churn(
                churn.leaves(),
                churn.withoutGoodbye(),
                attendance.rejoins(),
                attendance.sessionsLost(),
                during.source(),
                during.expected().size(),
                during.seen().size(),
                ghosts.stream().sorted().toList(),
                during.missing());
    }

    /** Who ought to be in the roster; one that failed to come back is missing, not excused. */
    private Set<String> expectedNames(ChurnRun churn) {
        Set<String> expected = new HashSet<>();
        for (int peer = 0; peer < settings.peers(); peer++) {
            if (!churn.isAway(peer)) {
                expected.add(names.peer(peer));
            }
        }
        return expected;
    }

    private ByteString payload(int peer, int sequence, long dueNanos) {
        measurement.sent().count(System.nanoTime());
        return VoiceStamp.stamped(
                voices.template(peer, sequence), measurement.tag(), peer, sequence, beginNanos + dueNanos);
    }

    private void show(long done, String detail) {
        long now = System.nanoTime();
        if (now - progressAtNanos >= PROGRESS_NANOS) {
            progressAtNanos = now;
            progress.at(done, detail);
        }
    }

    private static void awaitUntil(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10 * STEP_NANOS);
        }
    }
}
