package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.WireReader;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * The host ends a link and says why; host to peer, TCP, the last frame before close.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    3
 * 3      2    code, see {@link RejectCode}
 * 5      2+n  reason for people; null reads as empty
 * </pre>
 *
 * @param code 0..65535; a newer host may use one that is unknown here
 * @param reason for people, not null
 */
public record LinkReject(int code, String reason) implements LinkPacket {

    static final int TYPE = 3;

    /** Checks the range. */
    public LinkReject {
        LinkFields.checkRange("code", code, 0, LinkFields.U16_MAX);
        Objects.requireNonNull(reason, "reason");
    }

    /** With one of the known codes. */
    public LinkReject(RejectCode code, String reason) {
        this(code.code(), reason);
    }

    /** The code by name, or null when it is unknown here. */
    public RejectCode rejectCode() {
        return RejectCode.ofCode(code);
    }

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 48).u16(code).string(reason).toByteString();
    }

    static LinkReject decodeBody(WireReader reader) throws MalformedPacketException {
        int code = reader.u16();
        String reason = reader.nullableString();
        return new LinkReject(code, reason == null ? "" : reason);
    }
}
