package io.consonance.simulator.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;

/**
 * Everything one run says, once; every form of the report is made from this. {@code docs/report-format.md} describes the
 * fields. Immutable.
 *
 * @param schema name and version of this format
 * @param mode "live": real sockets and the real clock; "virtual": the machines on a virtual clock
 * @param seed what the talk, the voices and the churn were drawn from
 * @param scenario what was asked for
 * @param passed whether every threshold holds
 * @param interrupted whether the run was cut short
 * @param thresholds what was demanded, and what came of it
 * @param peersJoined peers that got into their room at the start
 * @param expected deliveries that had to happen, one per frame and listener
 * @param delivered of these: arrived at least once
 * @param exactlyOnce of these: arrived once and not again
 * @param lost of these: never arrived
 * @param duplicates arrivals beyond the first of their frame
 * @param reordered first arrivals after a later frame of the same speaker
 * @param unexpected arrivals around joins and leaves, when nothing is demanded
 * @param strays arrivals outside the room they were said in
 * @param latencyMillis from the intended send time to the listener
 * @param durationSeconds how long was talked
 * @param churn who came and went, and whether the roster was right in the end; null without churn
 * @param events what happened to the nodes of a cluster, in order; null without one
 * @param rooms deliveries by room
 * @param packetsPerSecond over the run
 * @param talk who talked when, in a sample of the rooms
 * @param links what the simulated networks did; null where there are none
 * @param groups what listeners heard, by group of peers; null where nobody has a playout buffer
 * @param acrossSeeds what several seeds say together, this run being that of the first; null for one seed
 * @param run what depends on the machine and the moment
 */
public record Report(
        String schema,
        String mode,
        long seed,
        Scenario scenario,
        boolean passed,
        boolean interrupted,
        List<Threshold> thresholds,
        int peersJoined,
        long expected,
        long delivered,
        long exactlyOnce,
        long lost,
        long duplicates,
        long reordered,
        long unexpected,
        long strays,
        LatencyMillis latencyMillis,
        double durationSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) Churn churn,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<NodeEvent> events,
        List<Room> rooms,
        PacketsPerSecond packetsPerSecond,
        List<RoomTalk> talk,
        @JsonInclude(JsonInclude.Include.NON_NULL) Links links,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<Group> groups,
        @JsonInclude(JsonInclude.Include.NON_NULL) AcrossSeeds acrossSeeds,
        RunFacts run) {

    /** The version of the format written by this program. */
    public static final String SCHEMA = "consonance-report/1";

    /** This run as the first of several. */
    Report together(AcrossSeeds across, List<Threshold> worst, RunFacts sum) {
        return new Report(
                schema,
                mode,
                seed,
                scenario,
                worst.stream().allMatch(Threshold::holds),
                interrupted,
                worst,
                peersJoined,
                expected,
                delivered,
                exactlyOnce,
                lost,
                duplicates,
                reordered,
                unexpected,
                strays,
                latencyMillis,
                durationSeconds,
                churn,
                events,
                rooms,
                packetsPerSecond,
                talk,
                links,
                groups,
                across,
                sum);
    }

    /**
     * What was asked for. Where groups differ, all their words.
     *
     * @param name what the scenario is called
     * @param roomSize members of the largest room
     * @param frameMillis the shortest frame of all groups
     * @param host "embedded", or the address of the host
     * @param talkModel who decided who talks when
     * @param settleMillis time around joins and leaves in which no delivery is demanded
     * @param warmUpSeconds talk before that which was not measured; null in a virtual run, which needs none
     * @param meanPayloadBytes mean size of the Opus packets sent, stamp included
     * @param network what lies between each peer and the host; null: whatever is really there
     * @param sessions how many sessions the rooms are spread over
     * @param events what happened to many at once, in order
     */
    public record Scenario(
            String name,
            int peers,
            int roomSize,
            int rooms,
            double durationSeconds,
            double frameMillis,
            boolean churn,
            String host,
            String talkModel,
            double settleMillis,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double warmUpSeconds,
            double meanPayloadBytes,
            @JsonInclude(JsonInclude.Include.NON_NULL) String network,
            int sessions,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Event> events) {}

    /**
     * Something that happened to many at once.
     *
     * @param name what the scenario calls it
     * @param what happened, in words
     * @param untilSeconds null: to the end
     */
    public record Event(
            String name,
            String what,
            double atSeconds,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double untilSeconds) {}

    /**
     * Who came and went.
     *
     * @param leaves times a peer left on purpose, with or without goodbye
     * @param withoutGoodbye of these: connections cut without a word
     * @param rejoins times a peer got back into its room
     * @param sessionsLost connections lost that nobody meant to lose
     * @param rosterSource who was asked about the roster: "host" or "observer"
     * @param rosterExpected members that should have been there at the end of the talk
     * @param rosterSeen members that were there
     * @param ghosts members that were there and should not have been, at the end of the talk or after everybody left
     * @param missing members that should have been there and were not
     */
    public record Churn(
            int leaves,
            int withoutGoodbye,
            int rejoins,
            int sessionsLost,
            String rosterSource,
            int rosterExpected,
            int rosterSeen,
            List<String> ghosts,
            List<String> missing) {}

    /**
     * Something that happened to nodes of a cluster, and what peers noticed until the next such thing or the end.
     *
     * @param at seconds since the talk began
     * @param sessions that were at the nodes it happened to
     * @param listeners in these sessions
     * @param gapMillis for how long these heard nothing, each its longest silence
     * @param othersGapMillis the same of the listeners in all other sessions
     * @param keptIdentity share of the peers in these sessions that have the session id and the client id they had before, 0 to 1
     * @param ghosts members that somebody, in any session, sees and who are not there, or sees twice
     */
    public record NodeEvent(
            double at,
            String what,
            int sessions,
            int listeners,
            GapMillis gapMillis,
            GapMillis othersGapMillis,
            double keptIdentity,
            int ghosts) {}

    /** Silences; 0 for any below 100 ms. */
    public record GapMillis(double p50, double p99, double max) {

        /** Of these; all 0 if there are none. */
        public static GapMillis of(double... millis) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            return new GapMillis(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }

        private static double at(double[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
        }
    }

    /** Deliveries of one room. */
    public record Room(
            String name, int members, long expected, long delivered, long lost, long duplicates, long reordered) {}

    /**
     * Packets in each second since the talk began.
     *
     * @param sent frames handed to the peers' sockets, one per frame whatever its number of listeners
     * @param delivered frames handed to listeners
     */
    public record PacketsPerSecond(int[] sent, int[] delivered) {}

    /** Who talked when in one room, by place within the room. */
    public record RoomTalk(String room, int members, List<Spurt> spurts) {}

    /** One talkspurt, in seconds since the talk began. */
    public record Spurt(int speaker, double startSeconds, double endSeconds) {}

    /**
     * What the simulated networks did, both directions together.
     *
     * @param voicePackets voice packets that entered a link, once from the speaker and once per listener
     * @param controlPackets packets that entered a reliable link
     * @param lost voice packets lost at random or in an outage
     * @param overflowed voice packets dropped because a bottleneck's queue was full
     * @param dropped packets that a machine refused
     */
    public record Links(long voicePackets, long controlPackets, long lost, long overflowed, long dropped) {}

    /**
     * What the listeners of one group heard. Means are weighted by the frames due.
     *
     * @param pairs pairs of a listener and a speaker it heard
     * @param framesDue frames to be played
     * @param missingFraction of these: not played from their own packet
     * @param recovered missing frames that were restored from the packet after them
     * @param concealed missing frames that were guessed
     * @param late packets that came after their frame had been played without them
     * @param stretched guesses played while waiting for a packet
     * @param meanBurst missing frames in a row
     * @param burstRatio of the E-model
     * @param jitterMillis interarrival jitter of RFC 3550
     * @param joinMillis from the decision to come, before the talk or during it, to being in the room; null in reports of
     *     programs that did not measure it
     * @param mouthToEarMillis one way, frame, codec and playout included, sound cards not
     * @param model how the scores were made
     * @param ie equipment impairment of the codec
     * @param rating mean R with the likely Bpl
     * @param mosLow mean opinion score at the pessimistic end of the band for Bpl
     * @param mos the same with the likely Bpl
     * @param mosHigh the same at the optimistic end
     * @param mosWorst what 5 % of the listening was below, with the likely Bpl
     * @param overTime by second since the talk began
     * @param worstPairs the pairs with the lowest scores, worst first
     * @param worstRooms the rooms with the lowest scores, worst first
     * @param decoded what listeners who really decode heard; null if there are none
     */
    public record Group(
            String name,
            int peers,
            String network,
            long pairs,
            long framesDue,
            double missingFraction,
            long recovered,
            long concealed,
            long late,
            long stretched,
            double meanBurst,
            double burstRatio,
            double jitterMillis,
            @JsonInclude(JsonInclude.Include.NON_NULL) LatencyMillis joinMillis,
            LatencyMillis mouthToEarMillis,
            String model,
            double ie,
            double rating,
            double mosLow,
            double mos,
            double mosHigh,
            double mosWorst,
            OverTime overTime,
            List<Pair> worstPairs,
            List<RoomScores> worstRooms,
            @JsonInclude(JsonInclude.Include.NON_NULL) Decoded decoded) {}

    /**
     * What listeners heard who put real packets through decoder and playout. Distances are log spectral, in decibels, of
     * speech, over 50 dB of dynamic range; the mean of the frames.
     *
     * @param listeners how many
     * @param frames of speech that were judged
     * @param unplayedFrames of these: that nothing was played for, not even a guess; what was heard is silence
     * @param distanceDb what was heard to what was said
     * @param codecAloneDb the same frames when nothing is lost
     * @param correlation Pearson's, over the listeners, of the model's score and what the network added to the distance; near
     *     -1 if the model orders them as the signal does; null for fewer than 3, or if all are alike
     * @param each by listener
     */
    public record Decoded(
            int listeners,
            long frames,
            long unplayedFrames,
            double distanceDb,
            double codecAloneDb,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double correlation,
            List<DecodedListener> each) {}

    /**
     * One of them.
     *
     * @param missingFraction frames not played from their own packet, by the model's count
     * @param mos the model's
     */
    public record DecodedListener(
            String name,
            String room,
            long frames,
            long unplayedFrames,
            double missingFraction,
            double mos,
            double distanceDb,
            double codecAloneDb) {}

    /**
     * What all listeners of a group heard, by second since the talk began; 0 where nobody was to be heard.
     *
     * @param mos of all that was due in that second
     * @param missingFraction frames not played from their own packet
     * @param mouthToEarMillis mean
     */
    public record OverTime(double[] mos, double[] missingFraction, double[] mouthToEarMillis) {}

    /** What one listener heard of one speaker. */
    public record Pair(
            String room,
            String speaker,
            String listener,
            long framesDue,
            double missingFraction,
            double mouthToEarMillis,
            double mos) {}

    /**
     * Who heard whom how well in one room, of at most 24 speakers and listeners those who were worst off.
     *
     * @param mos a row per listener, a column per speaker; 0 for fewer than 100 frames
     */
    public record RoomScores(String room, List<String> speakers, List<String> listeners, double[][] mos) {}
}
