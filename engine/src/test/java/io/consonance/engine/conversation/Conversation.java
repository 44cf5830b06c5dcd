package io.consonance.engine.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * A recorded conversation between unmodified clients and an unmodified server, row by row ({@code vectors/s*.tsv}).
 * Immutable. The server handles a client's packet in the tick of its row; a client sees a server's packet in its next tick.
 */
public record Conversation(String name, List<Row> rows) {

    /** Length of one tick. */
    public static final long TICK_NANOS = 20_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a row tells. */
    public enum Kind {
        /** A scripted action, done at {@code source}. */
        ACT,
        /** A packet from {@code source} to {@code destination}. */
        PKT,
        /** An event raised at the client {@code source}. */
        EVT,
        /** A line the original logged. */
        LOG,
        /** An exception the original threw. */
        EXC
    }

    /**
     * One row. {@code type} is the action, the packet type, or the event; {@code data} is hex in packets and JSON elsewhere.
     * The source {@code inject} marks a packet made by hand; {@code -} stands for "nobody".
     */
    public record Row(
            int sequence,
            int tick,
            Kind kind,
            boolean reliable,
            String source,
            String destination,
            String type,
            String data) {

        /** A packet that a client sent to the server. */
        public boolean isToServer() {
            return kind == Kind.PKT && destination.equals("server");
        }

        /** A packet that the server sent to a client. */
        public boolean isFromServer() {
            return kind == Kind.PKT && source.equals("server");
        }

        /** A scripted action of this name at this place. */
        public boolean isAction(String place, String action) {
            return kind == Kind.ACT && source.equals(place) && type.equals(action);
        }

        /** The packet's bytes. */
        public ByteString packet() {
            return ByteString.fromArrayUnsafe(HexFormat.of().parseHex(data));
        }

        /** The fields of an action or event. */
        public JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException("row " + sequence, e);
            }
        }

        /** When this row happened, counted from tick 0. */
        public long atNanos() {
            return tick * TICK_NANOS;
        }
    }

    /** Reads {@code vectors/<name>.tsv} from the test resources. */
    public static Conversation read(String name) {
        try (InputStream in = Conversation.class.getResourceAsStream("/vectors/" + name + ".tsv")) {
            if (in == null) {
                throw new IllegalArgumentException("no conversation named " + name);
            }
            List<Row> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    rows.add(rowOf(line));
                }
            }
            return new Conversation(name, List.copyOf(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rows of one kind, in order. */
    public List<Row> rows(Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).toList();
    }

    private static Row rowOf(String line) {
        String[] columns = line.split("\t", 8);
        return new Row(
                Integer.parseInt(columns[0]),
                Integer.parseInt(columns[1]),
                Kind.valueOf(columns[2]),
                columns[3].equals("R"),
                columns[4],
                columns[5],
                columns[6],
                columns[7]);
    }
}
