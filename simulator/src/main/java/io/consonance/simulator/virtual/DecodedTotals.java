package io.consonance.simulator.virtual;

import io.consonance.simulator.report.Report;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.signal.Ear;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What those who really decode heard, listener by listener, beside what the model says of them. Whole numbers, in the order of
 * the listeners, however they are added. Not thread-safe; one owner.
 */
final class DecodedTotals {

    private static final int ENOUGH_TO_CORRELATE = 3;

    /** One listener's pairs added up. */
    private record Heard(
            String name,
            String room,
            long frames,
            long unplayed,
            long distanceMicroDb,
            long codecAloneMicroDb,
            long due,
            long missing,
            long microMosSum) {

        Heard plus(Heard other) {
            return new Heard(
                    name,
                    room,
                    frames + other.frames,
                    unplayed + other.unplayed,
                    distanceMicroDb + other.distanceMicroDb,
                    codecAloneMicroDb + other.codecAloneMicroDb,
                    due + other.due,
                    missing + other.missing,
                    microMosSum + other.microMosSum);
        }

        /** Nothing heard at all is the worst there is. */
        double mos() {
            return due == 0 ? 1 : microMosSum / 1e6 / due;
        }

        double missingFraction() {
            return due == 0 ? 1 : (double) missing / due;
        }

        double distanceDb() {
            return distanceMicroDb / 1e6 / frames;
        }

        double codecAloneDb() {
            return codecAloneMicroDb / 1e6 / frames;
        }

        Report.DecodedListener report() {
            return new Report.DecodedListener(
                    name,
                    room,
                    frames,
                    unplayed,
                    rounded(missingFraction()),
                    rounded(mos()),
                    rounded(distanceDb()),
                    rounded(codecAloneDb()));
        }
    }

    private final Map<Integer, Heard> byListener = new TreeMap<>();

    /** One pair of a listener that decodes and a speaker. */
    void add(SessionPlan session, int listener, Hearing hearing, long microMos) {
        Ear ear = hearing.ear();
        if (ear.frames() == 0) {
            return;
        }
        long due = hearing.missing().frames();
        Heard heard = new Heard(
                session.peerName(listener),
                session.roomName(session.layout().roomOf(listener)),
                ear.frames(),
                ear.unplayed(),
                ear.distanceMicroDb(),
                ear.codecAloneMicroDb(),
                due,
                hearing.missing().missing(),
                microMos * due);
        byListener.merge(session.firstPeer() + listener, heard, Heard::plus);
    }

    void add(DecodedTotals other) {
        other.byListener.forEach((listener, heard) -> byListener.merge(listener, heard, Heard::plus));
    }

    /** Null if nobody decodes. */
    Report.Decoded report() {
        if (byListener.isEmpty()) {
            return null;
        }
        Collection<Heard> all = byListener.values();
        Heard sum = all.stream().reduce(Heard::plus).orElseThrow();
        return new Report.Decoded(
                all.size(),
                sum.frames,
                sum.unplayed,
                rounded(sum.distanceDb()),
                rounded(sum.codecAloneDb()),
                correlation(List.copyOf(all)),
                all.stream().map(Heard::report).toList());
    }

    private static Double correlation(List<Heard> all) {
        if (all.size() < ENOUGH_TO_CORRELATE) {
            return null;
        }
        double meanMos = 0;
        double meanAdded = 0;
        for (Heard heard : all) {
            meanMos += heard.mos() / all.size();
            meanAdded += addedDb(heard) / all.size();
        }
        double both = 0;
        double mosSquares = 0;
        double addedSquares = 0;
        for (Heard heard : all) {
            double mos = heard.mos() - meanMos;
            double added = addedDb(heard) - meanAdded;
            both += mos * added;
            mosSquares += mos * mos;
            addedSquares += added * added;
        }
        double spread = Math.sqrt(mosSquares) * Math.sqrt(addedSquares);
        return spread < 1e-9 ? null : rounded(both / spread);
    }

    /** What the network added to the codec's distance. */
    private static double addedDb(Heard heard) {
        return heard.distanceDb() - heard.codecAloneDb();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
