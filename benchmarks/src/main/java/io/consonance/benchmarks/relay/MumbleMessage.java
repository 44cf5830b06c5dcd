package io.consonance.benchmarks.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A message of Mumble's TCP: type, length, and protobuf fields known by their numbers. Immutable.
 *
 * @param type what the fields mean, one of the constants
 */
record MumbleMessage(int type, UnknownFieldSet fields) {

    static final int VERSION = 0;
    static final int AUTHENTICATE = 2;
    static final int REJECT = 4;
    static final int SERVER_SYNC = 5;
    static final int CHANNEL_STATE = 7;
    static final int USER_STATE = 9;
    static final int CRYPT_SETUP = 15;

    private static final int HEADER_BYTES = 6;
    private static final int MAX_BYTES = 8 << 20;

    static MumbleMessage of(int type) {
        return new MumbleMessage(type, UnknownFieldSet.getDefaultInstance());
    }

    MumbleMessage with(int field, int value) {
        return new MumbleMessage(
                type, fields.toBuilder().mergeVarintField(field, value).build());
    }

    MumbleMessage with(int field, String value) {
        UnknownFieldSet.Field text = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(value))
                .build();
        return new MumbleMessage(
                type, fields.toBuilder().mergeField(field, text).build());
    }

    /** The field's number, or 0 where it is not given. */
    int number(int field) {
        List<Long> values = fields.getField(field).getVarintList();
        return values.isEmpty() ? 0 : values.get(0).intValue();
    }

    /** The field's bytes, or none where it is not given. */
    byte[] bytes(int field) {
        List<ByteString> values = fields.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? new byte[0] : values.get(0).toByteArray();
    }

    void writeTo(OutputStream out) throws IOException {
        byte[] body = fields.toByteArray();
        out.write(ByteBuffer.allocate(HEADER_BYTES + body.length)
                .putShort((short) type)
                .putInt(body.length)
                .put(body)
                .array());
    }

    static MumbleMessage readFrom(DataInputStream in) throws IOException {
        int type = in.readUnsignedShort();
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("a Mumble message of " + length + " bytes; allowed are 0.." + MAX_BYTES);
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return new MumbleMessage(type, UnknownFieldSet.parseFrom(body));
    }
}
