package io.consonance.simulator.live;

import io.consonance.actors.client.ClientListener;
import io.consonance.actors.client.ClientSettings;
import io.consonance.actors.client.HostAddress;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.engine.peer.PacketDecoder;
import io.consonance.engine.peer.SharedPackets;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.simulator.measure.LatencyRecorder;
import io.consonance.simulator.measure.Listener;
import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.measure.VoiceStamp;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.scenario.ChurnPlan;
import io.consonance.simulator.scenario.VoiceCodec;
import io.consonance.simulator.talk.ClipLibrary;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/**
 * The virtual peers of a {@link Share} of a live run, against a host that is there: they join, talk by the plan, are measured
 * and leave. Each step is called once, in that order, by one thread; {@link #interrupt} by any.
 */
public final class LiveShare implements AutoCloseable {

    /** Time around joins and leaves in which no delivery is demanded; the roster has to reach everybody within it. */
    static final Duration SETTLE = Duration.ofSeconds(1);

    /** Joins under way at a time: enough to keep the host busy, not enough to flood it. */
    private static final int JOINS_IN_FLIGHT = 64;

    private static final long STEP_NANOS = 1_000_000;
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(30);

    /** Of a peer: TCP and UDP. */
    private static final int FILES_PER_PEER = 2;

    private static final int CLIPS = 4;
    private static final int CLIP_FRAMES = 50;
    private static final int REMEMBERED_PACKETS = 65_536;

    /** From the intended time of a frame until it was sent. */
    private final LatencyRecorder sendDelay = LatencyRecorder.shared();

    private final RunClock clock = new RunClock();
    private final LivePlan plan;
    private final LiveSettings settings;
    private final int firstPeer;
    private final int endPeer;
    private final Progress progress;
    private final Measurement measurement;
    private final VoiceTemplates voices;
    private final Attendance attendance;
    private final LoadMeter load;
    private final PacketDecoder decoder = new SharedPackets(REMEMBERED_PACKETS);
    private final ImpairedSockets networks;
    private final CrewRoom crews;
    private final NodesUnderTest nodes;
    private List<HostAddress> hosts = List.of();
    private ChurnRun churn;
    private volatile boolean interrupted;
    private double joinSeconds;
    private long beginNanos;
    private Duration rehearsed = Duration.ZERO;
    private Duration spoken = Duration.ZERO;

    /** Encodes the voices and starts the peers' threads; {@code nodes} is null for a single host. */
    LiveShare(LivePlan plan, Share share, Progress progress, NodesUnderTest nodes) {
        this.nodes = nodes;
        this.plan = plan;
        this.progress = progress;
        settings = plan.settings();
        firstPeer = share.firstPeer(plan.layout());
        endPeer = share.endPeer(plan.layout());
        measurement = new Measurement(plan.talk(), settings.scenario().duration(), new SplittableRandom().nextInt());
        VoiceCodec codec = settings.codec();
        voices = new VoiceTemplates(ClipLibrary.encode(
                CLIPS, CLIP_FRAMES, EncoderSettings.of(codec.frameSamples(), codec.bitrateBps()), plan.random()));
        attendance = new Attendance(settings.peers());
        load = new LoadMeter(progress, ProcessProbe::cpuNanos, ProcessProbe::heapUsedMiB);
        networks = new ImpairedSockets(plan.everybody(), plan.random());
        crews = nodes == null
                ? CrewRoom.open(plan::roomOf)
                : CrewRoom.openBySession(plan::roomOf, plan.sessions().size(), plan::sessionNumber);
    }

    /**
     * A share of the run with these settings, in a process of its own.
     *
     * @param names of the run, the same for all its shares
     */
    public static LiveShare of(LiveSettings settings, RunNames names, Share share, Progress progress) {
        return new LiveShare(new LivePlan(settings, names), share, progress, null);
    }

    /** Number of peers that got in. */
    public int joined() {
        return attendance.joined();
    }

    /** Number of peers. */
    public int peers() {
        return endPeer - firstPeer;
    }

    /** Ends early what is under way; what would come after it is left out. */
    public void interrupt() {
        interrupted = true;
    }

    /**
     * Lets everybody in.
     *
     * @param addresses dealt out in turn; each peer tries the others when its own fails
     * @throws IOException if nobody gets in, or this process may not open so many sockets
     * @throws InterruptedIOException if it was interrupted before anybody got in
     */
    public void join(List<HostAddress> addresses) throws IOException {
        ProcessProbe.requireFiles(peers(), FILES_PER_PEER);
        hosts = addresses;
        long startNanos = System.nanoTime();
        progress.begin("joining", "peers", peers());
        long lastJoinNanos = startNanos;
        int lastJoined = 0;
        int started = 0;
        boolean told = false;
        while (attendance.joined() < peers() && !interrupted) {
            while (started < peers() && started - attendance.joined() < JOINS_IN_FLIGHT) {
                enter(firstPeer + started++);
            }
            LockSupport.parkNanos(STEP_NANOS);
            int joined = attendance.joined();
            if (joined > lastJoined) {
                lastJoined = joined;
                lastJoinNanos = System.nanoTime();
            } else if (System.nanoTime() - lastJoinNanos > JOIN_PATIENCE.toNanos()) {
                break;
            }
            if (!told && joined == 0 && firstProblem().isPresent()) {
                told = true;
                progress.note(hosts.get(0) + ": " + firstProblem().get() + "; trying for " + JOIN_PATIENCE.toSeconds()
                        + " s");
            }
            progress.at(joined, "");
        }
        progress.at(attendance.joined(), "");
        progress.end();
        joinSeconds = (System.nanoTime() - startNanos) / 1e9;
        if (attendance.firstRefusal() != null) {
            progress.note("refused: " + attendance.firstRefusal());
        }
        if (interrupted && attendance.joined() == 0) {
            throw new InterruptedIOException("interrupted before anybody got in; there is nothing to report");
        }
        if (attendance.joined() == 0 && peers() > 0) {
            throw new IOException("no peer got into the host at " + hosts.get(0) + ": "
                    + firstProblem().orElse("no answer"));
        }
    }

    private Optional<String> firstProblem() {
        return Stream.of(attendance.firstRefusal(), attendance.firstDisconnection())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Talks, first without being measured; who was interrupted before that has not talked. */
    public void talk() {
        if (!interrupted) {
            warmUp();
            awaitUntil(SETTLE, () -> interrupted);
        }
        if (interrupted) {
            progress.note("interrupted before anything was measured; " + attendance.joined() + " of " + peers()
                    + " peers were in");
            return;
        }
        load.begin("talking", "s", settings.scenario().duration().toSeconds());
        long begin = System.nanoTime();
        beginNanos = begin;
        measurement.begin(begin);
        if (nodes != null) {
            nodes.talkBegins();
        }
        churn = new ChurnRun(plan.churn(), measurement, crews, this::enter);
        FrameBatch.Voice measured = (peer, sequence, due) -> {
            long now = System.nanoTime();
            measurement.sent().count(now);
            sendDelay.recordNanos(now - begin - due);
            if (nodes != null) {
                nodes.spoken(plan.sessionOf(peer), now);
            }
            return payload(peer, sequence, sequence, begin + due);
        };
        spoken = new PacedTalk(new SpeechSchedule(plan.talk(), firstPeer, endPeer), churn, crews, measured)
                .run(
                        begin,
                        settings.scenario().duration(),
                        () -> interrupted,
                        load,
                        () -> measurement.delivered().total() + " frames heard");
        if (nodes != null) {
            nodes.talkEnds();
        }
        load.end();
        // What is in flight arrives now; nothing here is said any more.
        awaitUntil(SETTLE, () -> false);
        if (attendance.sessionsLost() > 0) {
            String first = attendance.firstDisconnection();
            progress.note(attendance.sessionsLost() + " connections were lost"
                    + (first == null ? " to peers that were sent to another node" : ", the first of " + first));
        }
    }

    /** Everybody leaves. */
    public void leave() {
        progress.begin("leaving", "peers", attendance.alive());
        int total = attendance.alive();
        for (int peer = firstPeer; peer < endPeer; peer++) {
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

    /** Who came and went; once the talk is over, and null if there was none. */
    ChurnRun churn() {
        return churn;
    }

    Attendance attendance() {
        return attendance;
    }

    /** What this process used in each second of the talk. */
    RunFacts.Load load() {
        return load.load();
    }

    /** What was measured; once everybody has left. */
    public LiveResult result() {
        return new LiveResult(
                attendance.joined(),
                attendance.sessionsLost(),
                measurement.tally(beginNanos, spoken, SETTLE),
                measurement.latency().snapshotMicros(),
                sendDelay.snapshotMicros(),
                measurement.sent().perSecond(),
                measurement.delivered().perSecond(),
                rehearsed,
                spoken,
                interrupted,
                joinSeconds,
                clock.cpuSeconds(),
                voices.meanBytes());
    }

    /** Ends all peers that are still there, and the threads. */
    @Override
    public void close() {
        crews.close();
        networks.close();
    }

    private void enter(int peer) {
        String name = plan.nameOf(peer);
        ClientSettings.Builder builder = ClientSettings.builder(name, crews.connection());
        for (int host = 0; host < hosts.size(); host++) {
            builder.address(hosts.get((peer + host) % hosts.size()));
        }
        ClientSettings client = builder.session(plan.sessionOf(peer))
                .rooms(plan.roomOf(peer))
                .codec(CodecSettings.opus(settings.codec().frameSamples()))
                .decoder(decoder)
                .filter(networks.of(peer))
                .build();
        attendance.started();
        ClientListener measured =
                new VirtualPeer(peer, name, measurement.listener(peer), measurement.presence(peer), attendance);
        crews.tell(peer, new Crew.Enter(peer, client, nodes == null ? measured : nodes.beside(client, measured)));
    }

    /**
     * Talk that is not measured: a JVM runs the first seconds of anything ten times slower than the rest, and a host is
     * asked how it is, not how it begins.
     */
    private void warmUp() {
        if (settings.warmUp().isZero()) {
            return;
        }
        ChurnRun nobodyLeaves = new ChurnRun(ChurnPlan.none(), measurement, crews, peer -> {});
        progress.begin("warming up", "s", settings.warmUp().toSeconds());
        long begin = System.nanoTime();
        FrameBatch.Voice unmeasured =
                (peer, sequence, due) -> payload(peer, sequence, Listener.UNMEASURED, begin + due);
        rehearsed = new PacedTalk(
                        new SpeechSchedule(plan.rehearsal(), firstPeer, endPeer), nobodyLeaves, crews, unmeasured)
                .run(begin, settings.warmUp(), () -> interrupted, progress, () -> "");
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
