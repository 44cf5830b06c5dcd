package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.WireReader;
import org.apache.pekko.util.ByteString;

/**
 * A peer says which session it wants; peer to host, TCP, at most once and before its HandshakeRequest.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    2
 * 3      2+n  name of the session; null or empty: the default one
 *        2+n  credential, may be null
 * </pre>
 *
 * @param session may be null
 * @param credential may be null; never to be logged
 */
public record LinkJoin(String session, String credential) implements LinkPacket {

    /** The session of those who name none. */
    public static final String DEFAULT_SESSION = "default";

    static final int TYPE = 2;

    /** The session meant, never null or empty. */
    public String sessionOrDefault() {
        return session == null || session.isEmpty() ? DEFAULT_SESSION : session;
    }

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 48).string(session).string(credential).toByteString();
    }

    static LinkJoin decodeBody(WireReader reader) throws MalformedPacketException {
        return new LinkJoin(reader.nullableString(), reader.nullableString());
    }

    @Override
    public String toString() {
        return "LinkJoin[session=" + session + (credential == null ? "]" : ", with a credential]");
    }
}
