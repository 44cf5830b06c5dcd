package io.consonance.engine.cluster;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.WireReader;
import io.consonance.engine.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What the nodes of a cluster tell each other about their sessions. Immutable.
 *
 * <pre>
 * offset size
 * 0      1    version of the writer, 1
 * 1      1    oldest version that can read it, 1
 * 2      1    type: 1 Beat, 2 BeatSeen, 3 Claim, 4 Vote
 * 3      2+n  node that sent it
 *        8    sequence
 *             the fields of the type in their order; lists have a u16 count, numbers of a tenure are u64
 * </pre>
 *
 * <p>A later version may add fields at the end, and types, which older nodes drop.
 */
public sealed interface ClusterMessage {

    /** A session and the epoch in which a node serves it. */
    record Tenure(String session, long epoch) {}

    /**
     * I am alive, reachable by peers there, and serve these sessions; several times a second, to every node.
     *
     * @param draining whether it takes no further session
     * @param claimed sessions it has asked for and has no answer about
     */
    record Beat(
            String from,
            long sequence,
            String voiceHost,
            int voicePort,
            boolean draining,
            List<Tenure> held,
            List<Tenure> claimed)
            implements ClusterMessage {
        /** Keeps copies. */
        public Beat {
            held = List.copyOf(held);
            claimed = List.copyOf(claimed);
        }
    }

    /**
     * I have heard your beat.
     *
     * @param sequence the beat's
     * @param superseded which of the sessions it holds somebody else has by now, with that one's epoch
     */
    record BeatSeen(String from, long sequence, List<Tenure> superseded) implements ClusterMessage {
        /** Keeps a copy. */
        public BeatSeen {
            superseded = List.copyOf(superseded);
        }
    }

    /** May I serve each of these sessions in its epoch? */
    record Claim(String from, long sequence, List<Tenure> tenures) implements ClusterMessage {
        /** Keeps a copy. */
        public Claim {
            tenures = List.copyOf(tenures);
        }
    }

    /**
     * The answer to a claim.
     *
     * @param sequence the claim's
     * @param granted those of the claim that this voter gives its word for
     * @param refused the others, each with the highest epoch the voter knows of
     */
    record Vote(String from, long sequence, List<Tenure> granted, List<Tenure> refused) implements ClusterMessage {
        /** Keeps copies. */
        public Vote {
            granted = List.copyOf(granted);
            refused = List.copyOf(refused);
        }
    }

    /** The node that sent it, by the name the cluster knows it. */
    String from();

    /** The sender's count of what it began; an answer has that of the question. */
    long sequence();

    /** As it travels between nodes. */
    default ByteString encode() {
        WireWriter writer = new WireWriter(256).u8(Fields.VERSION).u8(Fields.VERSION);
        if (this instanceof Beat beat) {
            Fields.header(writer, Fields.BEAT, this);
            writer.string(beat.voiceHost()).u16(beat.voicePort()).u8(beat.draining() ? 1 : 0);
            Fields.write(writer, beat.held());
            Fields.write(writer, beat.claimed());
        } else if (this instanceof BeatSeen seen) {
            Fields.header(writer, Fields.BEAT_SEEN, this);
            Fields.write(writer, seen.superseded());
        } else if (this instanceof Claim claim) {
            Fields.header(writer, Fields.CLAIM, this);
            Fields.write(writer, claim.tenures());
        } else if (this instanceof Vote vote) {
            Fields.header(writer, Fields.VOTE, this);
            Fields.write(writer, vote.granted());
            Fields.write(writer, vote.refused());
        }
        return writer.toByteString();
    }

    /** Reads what this version or the next one has written. */
    static ClusterMessage decode(ByteString bytes) throws MalformedPacketException {
        WireReader reader = new WireReader(bytes);
        reader.u8();
        if (reader.u8() > Fields.VERSION) {
            throw MalformedPacketException.of(Reason.UNKNOWN_VERSION);
        }
        int type = reader.u8();
        String from = reader.string();
        long sequence = reader.i64();
        return switch (type) {
            case Fields.BEAT ->
                new Beat(
                        from,
                        sequence,
                        reader.string(),
                        reader.u16(),
                        reader.u8() != 0,
                        Fields.tenures(reader),
                        Fields.tenures(reader));
            case Fields.BEAT_SEEN -> new BeatSeen(from, sequence, Fields.tenures(reader));
            case Fields.CLAIM -> new Claim(from, sequence, Fields.tenures(reader));
            case Fields.VOTE -> new Vote(from, sequence, Fields.tenures(reader), Fields.tenures(reader));
            default -> throw MalformedPacketException.of(Reason.UNKNOWN_TYPE);
        };
    }

    /** The fields several messages share. */
    final class Fields {
        private static final int VERSION = 1;
        private static final int BEAT = 1;
        private static final int BEAT_SEEN = 2;
        private static final int CLAIM = 3;
        private static final int VOTE = 4;
        private static final int LEAST_TENURE_BYTES = 10;

        private Fields() {}

        private static void header(WireWriter writer, int type, ClusterMessage message) {
            writer.u8(type).string(message.from()).i64(message.sequence());
        }

        private static void write(WireWriter writer, List<Tenure> tenures) {
            writer.count16(tenures.size());
            tenures.forEach(tenure -> writer.string(tenure.session()).i64(tenure.epoch()));
        }

        private static List<Tenure> tenures(WireReader reader) throws MalformedPacketException {
            List<Tenure> tenures = new ArrayList<>();
            for (int left = reader.count16(LEAST_TENURE_BYTES); left > 0; left--) {
                tenures.add(new Tenure(reader.string(), reader.i64()));
            }
            return tenures;
        }
    }
}
