package io.consonance.engine.wire;

import java.util.Objects;

/**
 * Who a client is, inside {@link ClientState} and {@link HandshakeResponse}.
 *
 * <pre>
 * size
 * 2+n  name, not null
 * 2    client id
 * 9    codec settings
 * </pre>
 *
 * @param name may be empty
 * @param clientId 0..65535
 * @param codec how it encodes its voice
 */
public record ClientInfo(String name, int clientId, CodecSettings codec) {

    static final int MIN_BYTES = 2 + 2 + CodecSettings.BYTES;

    /** Checks the ranges. */
    public ClientInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(codec, "codec");
        FieldRange.check("clientId", clientId, FieldRange.U16_MAX);
    }

    static ClientInfo read(WireReader reader) throws MalformedPacketException {
        return new ClientInfo(reader.string(), reader.u16(), CodecSettings.read(reader));
    }

    void write(WireWriter writer) {
        writer.string(name).u16(clientId);
        codec.write(writer);
    }
}
