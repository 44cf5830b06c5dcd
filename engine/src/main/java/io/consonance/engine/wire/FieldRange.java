package io.consonance.engine.wire;

import java.util.ArrayList;
import java.util.List;

/** Checks at the construction of a packet that its numbers fit their fields. */
final class FieldRange {

    static final int U16_MAX = 0xFFFF;

    private FieldRange() {}

    static void check(String field, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", allowed 0.." + max);
        }
    }

    static List<Integer> copyOfIds(String field, List<Integer> ids) {
        List<Integer> copy = List.copyOf(ids);
        for (int id : copy) {
            check(field, id, U16_MAX);
        }
        return copy;
    }

    static List<Integer> readIds(WireReader reader, int count) throws MalformedPacketException {
        List<Integer> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(reader.u16());
        }
        return ids;
    }

    static List<String> readStrings(WireReader reader) throws MalformedPacketException {
        int count = reader.count16(2);
        List<String> strings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            strings.add(reader.string());
        }
        return strings;
    }

    static void writeStrings(WireWriter writer, List<String> strings) {
        writer.count16(strings.size());
        strings.forEach(writer::string);
    }
}
