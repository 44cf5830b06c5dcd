package io.consonance.engine.host;

import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.WireReader;
import io.consonance.engine.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What of a session must survive the node it runs on: its id, who has which client id, who is in which room, who and which rooms are muted. Immutable.
 *
 * <p>Of two of the same session the newer one has the higher epoch, or in one epoch the higher revision ({@link #isNewerThan}).
 *
 * <pre>
 * offset size
 * 0      1    version of the writer, 2
 * 1      1    oldest version that can read it, 1
 * 2      4    session id
 * 6      8    epoch
 * 14     8    revision
 * 22     2    clients: string name, u16 id, u8 codec, u32 frame size, i32 sample rate, u16 rooms: string
 *        2    ids in quarantine, by their end: string name, u16 id, i64 milliseconds left
 *        2    muted names: string
 *        2    muted rooms: string; from version 2
 * </pre>
 *
 * <p>A later version may add fields after these and nowhere else, so that nodes of both versions read both.
 *
 * @param sessionId 1..0x7FFFFFFE
 * @param epoch which owner wrote it, counted; 0 or more
 * @param revision the how-manieth of that owner
 * @param mutedNames who is muted; once {@link #withMutes} has told the rooms apart, who is muted for itself
 * @param mutedRooms rooms that mute whoever is in them; none by version 1
 */
public record SavedSession(
        int sessionId,
        long epoch,
        long revision,
        List<Client> clients,
        List<Quarantined> quarantined,
        List<String> mutedNames,
        List<String> mutedRooms) {

    private static final int VERSION = 2;
    private static final int OLDEST_READER = 1;
    private static final int ROOMS_SINCE_VERSION = 2;
    private static final int LEAST_CLIENT_BYTES = 15;
    private static final int LEAST_QUARANTINED_BYTES = 12;
    private static final int LEAST_STRING_BYTES = 2;

    /** Somebody in the session. */
    public record Client(String name, int clientId, CodecSettings codec, List<String> rooms) {
        /** Keeps a copy. */
        public Client {
            rooms = List.copyOf(rooms);
        }
    }

    /** An id kept for a name that left. */
    public record Quarantined(String name, int clientId, long millisLeft) {}

    /** Keeps copies. */
    public SavedSession {
        clients = List.copyOf(clients);
        quarantined = List.copyOf(quarantined);
        mutedNames = List.copyOf(mutedNames);
        mutedRooms = List.copyOf(mutedRooms);
    }

    /** The same session, with these muted for themselves and these rooms muted as a whole: the machine knows players only. */
    public SavedSession withMutes(List<String> names, List<String> rooms) {
        return new SavedSession(sessionId, epoch, revision, clients, quarantined, names, rooms);
    }

    /** Whether this one is to be kept when both are there. */
    public boolean isNewerThan(SavedSession other) {
        return epoch != other.epoch ? epoch > other.epoch : revision > other.revision;
    }

    /** As it travels between nodes. */
    public ByteString encode() {
        WireWriter writer = new WireWriter(64 + 48 * clients.size());
        writer.u8(VERSION).u8(OLDEST_READER).i32(sessionId).i64(epoch).i64(revision);
        writer.count16(clients.size());
        for (Client client : clients) {
            CodecSettings codec = client.codec();
            writer.string(client.name()).u16(client.clientId());
            writer.u8(codec.codec()).i32((int) codec.frameSamples()).i32(codec.sampleRateHz());
            writer.count16(client.rooms().size());
            client.rooms().forEach(writer::string);
        }
        writer.count16(quarantined.size());
        for (Quarantined kept : quarantined) {
            writer.string(kept.name()).u16(kept.clientId()).i64(kept.millisLeft());
        }
        writer.count16(mutedNames.size());
        mutedNames.forEach(writer::string);
        writer.count16(mutedRooms.size());
        mutedRooms.forEach(writer::string);
        return writer.toByteString();
    }

    /** Reads what this version, an older or the next one has written. */
    public static SavedSession decode(ByteString bytes) throws MalformedPacketException {
        WireReader reader = new WireReader(bytes);
        int version = reader.u8();
        if (reader.u8() > VERSION) {
            throw MalformedPacketException.of(Reason.UNKNOWN_VERSION);
        }
        int sessionId = reader.i32();
        if (sessionId < 1 || sessionId == Integer.MAX_VALUE) {
            throw MalformedPacketException.of(Reason.VALUE_OUT_OF_RANGE);
        }
        long epoch = reader.i64();
        long revision = reader.i64();
        List<Client> clients = new ArrayList<>();
        for (int left = reader.count16(LEAST_CLIENT_BYTES); left > 0; left--) {
            clients.add(readClient(reader));
        }
        List<Quarantined> quarantined = new ArrayList<>();
        for (int left = reader.count16(LEAST_QUARANTINED_BYTES); left > 0; left--) {
            quarantined.add(new Quarantined(reader.string(), clientId(reader), Math.max(0, reader.i64())));
        }
        List<String> names = strings(reader);
        List<String> rooms = version < ROOMS_SINCE_VERSION ? List.of() : strings(reader);
        return new SavedSession(sessionId, epoch, revision, clients, quarantined, names, rooms);
    }

    private static Client readClient(WireReader reader) throws MalformedPacketException {
        String name = reader.string();
        int id = clientId(reader);
        CodecSettings codec = new CodecSettings(reader.u8(), reader.u32(), reader.i32());
        return new Client(name, id, codec, strings(reader));
    }

    private static int clientId(WireReader reader) throws MalformedPacketException {
        int id = reader.u16();
        if (id >= ClientIds.CAPACITY) {
            throw MalformedPacketException.of(Reason.VALUE_OUT_OF_RANGE);
        }
        return id;
    }

    private static List<String> strings(WireReader reader) throws MalformedPacketException {
        List<String> strings = new ArrayList<>();
        for (int left = reader.count16(LEAST_STRING_BYTES); left > 0; left--) {
            strings.add(reader.string());
        }
        return strings;
    }
}
