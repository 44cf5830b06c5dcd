package io.consonance.simulator.virtual;

import io.consonance.audio.playout.PlayoutCounts;
import io.consonance.simulator.quality.BurstRatio;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.SessionPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the pairs of listener and speaker heard, scored pair by pair. Sums are whole numbers, so that the order of adding
 * does not matter. Not thread-safe; one owner.
 */
final class PairTotals {

    private static final int WORST = 20;
    /** Scores of fewer frames say nothing about a pair. */
    private static final long WORTH_SHOWING_FRAMES = 100;

    private static final Comparator<Scored> WORST_FIRST = Comparator.comparingLong(Scored::microMos)
            .thenComparingInt(Scored::listener)
            .thenComparingInt(Scored::speaker);

    /** What one listener heard of one speaker; numbers within the run decide, names are shown. */
    record Scored(
            int listener,
            int speaker,
            String room,
            String speakerName,
            String listenerName,
            long frames,
            long missing,
            double delayMillis,
            long microMos) {}

    /** By group of speakers. */
    private final Scores[] scores;
    /** Frames due, by group of speakers. */
    private final long[] framesBySpeakers;

    private long pairs;
    private long frames;
    private long missing;
    private long bursts;
    private long recovered;
    private long concealed;
    private long late;
    private long stretched;
    private long jitterSum;
    private long ratingSum;
    private long mosLowSum;
    private long mosSum;
    private long mosHighSum;
    /** Frames by hundredths of a mean opinion score. */
    private final long[] framesByMos = new long[451];

    private List<Scored> worst = new ArrayList<>();
    private final WorstRooms worstRooms = new WorstRooms();
    private final DecodedTotals decoded = new DecodedTotals();

    PairTotals(Scenario scenario) {
        scores = scenario.groups().stream()
                .map(group -> Scores.of(group.codec()))
                .toArray(Scores[]::new);
        framesBySpeakers = new long[scores.length];
    }

    /** Nothing yet, for each group of listeners. */
    static PairTotals[] perGroup(Scenario scenario) {
        return scenario.groups().stream().map(group -> new PairTotals(scenario)).toArray(PairTotals[]::new);
    }

    /** Adds one pair. */
    void add(SessionPlan session, int speaker, int listener, Hearing hearing) {
        BurstRatio ratio = hearing.missing();
        long due = ratio.frames();
        if (due == 0) {
            addDecoded(session, listener, hearing, 0);
            return;
        }
        PlayoutCounts counts = hearing.buffer().counts();
        pairs++;
        frames += due;
        missing += ratio.missing();
        bursts += ratio.bursts();
        recovered += counts.framesRecovered();
        concealed += counts.framesConcealed();
        late += counts.packetsLate();
        stretched += counts.framesStretched();
        jitterSum += hearing.jitterMicros() * due;
        framesBySpeakers[session.groupOf(speaker)] += due;
        Scores score = scores[session.groupOf(speaker)];
        double loss = ratio.lossFraction();
        double burst = ratio.value();
        double delay = hearing.meanDelayMillis();
        ratingSum += micro(score.rating(loss, burst, delay)) * due;
        mosLowSum += micro(score.mos(score.opus().low(), loss, burst, delay)) * due;
        long mos = micro(score.mos(score.opus().likely(), loss, burst, delay));
        mosSum += mos * due;
        mosHighSum += micro(score.mos(score.opus().high(), loss, burst, delay)) * due;
        framesByMos[(int) (mos / 10_000)] += due;
        addDecoded(session, listener, hearing, mos);
        if (due >= WORTH_SHOWING_FRAMES) {
            int room = session.layout().roomOf(listener);
            Scored scored = new Scored(
                    session.firstPeer() + listener,
                    session.firstPeer() + speaker,
                    session.roomName(room),
                    session.peerName(speaker),
                    session.peerName(listener),
                    due,
                    ratio.missing(),
                    delay,
                    mos);
            keepIfWorst(scored);
            worstRooms.add(session.firstRoom() + room, scored);
        }
    }

    private void addDecoded(SessionPlan session, int listener, Hearing hearing, long mos) {
        if (hearing.ear() != null) {
            decoded.add(session, listener, hearing, mos);
        }
    }

    void add(PairTotals other) {
        pairs += other.pairs;
        frames += other.frames;
        missing += other.missing;
        bursts += other.bursts;
        recovered += other.recovered;
        concealed += other.concealed;
        late += other.late;
        stretched += other.stretched;
        jitterSum += other.jitterSum;
        ratingSum += other.ratingSum;
        mosLowSum += other.mosLowSum;
        mosSum += other.mosSum;
        mosHighSum += other.mosHighSum;
        for (int i = 0; i < framesBySpeakers.length; i++) {
            framesBySpeakers[i] += other.framesBySpeakers[i];
        }
        for (int i = 0; i < framesByMos.length; i++) {
            framesByMos[i] += other.framesByMos[i];
        }
        other.worst.forEach(this::keepIfWorst);
        worstRooms.add(other.worstRooms);
        decoded.add(other.decoded);
    }

    /** Forgets what is not worth showing; once everything about the rooms so far has been added. */
    void trim() {
        worstRooms.trim();
    }

    /** Frames that were to be played. */
    long frames() {
        return frames;
    }

    /** The mean score with the likely Bpl; 0 if nobody heard anything. */
    double mos() {
        return mean(mosSum);
    }

    Report.Group report(String name, int peers, String network, HearingLog log) {
        double loss = frames == 0 ? 0 : (double) missing / frames;
        double meanBurst = bursts == 0 ? 0 : (double) missing / bursts;
        return new Report.Group(
                name,
                peers,
                network,
                pairs,
                frames,
                rounded(loss),
                recovered,
                concealed,
                late,
                stretched,
                rounded(meanBurst),
                rounded(Math.max(1, meanBurst * (1 - loss))),
                rounded(mean(jitterSum) * 1e3),
                VirtualReport.latency(log.joinMicros()),
                VirtualReport.latency(log.mouthToEarMicros()),
                mostHeard().words(),
                rounded(mostHeard().opus().likely().ie()),
                rounded(mean(ratingSum)),
                rounded(mean(mosLowSum)),
                rounded(mean(mosSum)),
                rounded(mean(mosHighSum)),
                worstMos(),
                overTime(log),
                worst.stream().map(PairTotals::report).toList(),
                worstRooms.report(),
                decoded.report());
    }

    private Report.OverTime overTime(HearingLog log) {
        int seconds = log.seconds();
        double[] mos = new double[seconds];
        double[] lost = new double[seconds];
        double[] delay = new double[seconds];
        Scores score = mostHeard();
        double ratio = bursts == 0 ? 1 : Math.max(1, (double) missing / bursts * (1 - (double) missing / frames));
        for (int second = 0; second < seconds; second++) {
            if (!log.isSilent(second)) {
                double loss = log.missedFraction(second);
                double millis = log.meanDelayMillis(second);
                mos[second] = rounded(score.mos(score.opus().likely(), loss, ratio, millis));
                lost[second] = rounded(loss);
                delay[second] = rounded(millis);
            }
        }
        return new Report.OverTime(mos, lost, delay);
    }

    /** How the speakers are scored that most frames came from. */
    private Scores mostHeard() {
        int most = 0;
        for (int group = 1; group < framesBySpeakers.length; group++) {
            most = framesBySpeakers[group] > framesBySpeakers[most] ? group : most;
        }
        return scores[most];
    }

    /** What 5 % of the frames are below. */
    private double worstMos() {
        long below = 0;
        for (int hundredths = 0; hundredths < framesByMos.length; hundredths++) {
            below += framesByMos[hundredths];
            if (below > 0 && below * 20 >= frames) {
                return hundredths / 100.0;
            }
        }
        return 0;
    }

    private void keepIfWorst(Scored pair) {
        if (worst.size() < WORST || WORST_FIRST.compare(pair, worst.get(worst.size() - 1)) < 0) {
            worst.add(pair);
            worst.sort(WORST_FIRST);
            if (worst.size() > WORST) {
                worst = new ArrayList<>(worst.subList(0, WORST));
            }
        }
    }

    private static Report.Pair report(Scored pair) {
        return new Report.Pair(
                pair.room,
                pair.speakerName,
                pair.listenerName,
                pair.frames,
                rounded((double) pair.missing / pair.frames),
                rounded(pair.delayMillis),
                rounded(pair.microMos / 1e6));
    }

    private double mean(long microSum) {
        return frames == 0 ? 0 : (double) microSum / frames / 1e6;
    }

    private static long micro(double value) {
        return Math.round(value * 1e6);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
