package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.WireReader;
import org.apache.pekko.util.ByteString;

/**
 * The host greets a peer; host to peer, TCP, the first frame after accept.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    1
 * 3      1    version, 1; with any other the rest is not looked at
 * 4      1    flags: bit 0 a credential is required, bit 1 datagrams must be sealed, bit 2 candidates are offered
 * 5      2    UDP port of the host, 0 = no UDP
 * 7      2    keep-alive in seconds, not 0
 * 9      16   token
 * 25     64   with flag bit 1 only: sealing keys, peer to host and host to peer
 * </pre>
 *
 * @param flags 0..255; unknown bits are ignored
 * @param udpPort 0..65535
 * @param keepAliveSeconds 1..65535
 * @param token 16 bytes that name this connection; never to be logged
 * @param sealingKeys 64 bytes when {@link #SEALED} is set, otherwise empty; never to be logged
 */
public record LinkHello(int flags, int udpPort, int keepAliveSeconds, ByteString token, ByteString sealingKeys)
        implements LinkPacket {

    /** The version of the link that is spoken here. */
    public static final int VERSION = 1;

    /** Flag: who joins must say a credential. */
    public static final int CREDENTIAL_REQUIRED = 1;

    /** Flag: datagrams must be sealed. */
    public static final int SEALED = 1 << 1;

    /** Flag: the host tells where other clients may be reached directly. */
    public static final int CANDIDATES_OFFERED = 1 << 2;

    /** Length of the token. */
    public static final int TOKEN_BYTES = LinkFields.TOKEN_BYTES;

    /** Length of both sealing keys together. */
    public static final int SEALING_KEY_BYTES = 64;

    static final int TYPE = 1;

    /** Checks the ranges. */
    public LinkHello {
        LinkFields.checkRange("flags", flags, 0, 0xFF);
        LinkFields.checkRange("udpPort", udpPort, 0, LinkFields.U16_MAX);
        LinkFields.checkRange("keepAliveSeconds", keepAliveSeconds, 1, LinkFields.U16_MAX);
        LinkFields.checkToken(token);
        int keyBytes = (flags & SEALED) == 0 ? 0 : SEALING_KEY_BYTES;
        LinkFields.checkRange("length of the sealing keys", sealingKeys.length(), keyBytes, keyBytes);
    }

    /** A greeting without sealing keys. */
    public LinkHello(int flags, int udpPort, int keepAliveSeconds, ByteString token) {
        this(flags, udpPort, keepAliveSeconds, token, ByteString.emptyByteString());
    }

    /** Whether who joins must say a credential. */
    public boolean credentialRequired() {
        return (flags & CREDENTIAL_REQUIRED) != 0;
    }

    /** Whether datagrams must be sealed. */
    public boolean sealed() {
        return (flags & SEALED) != 0;
    }

    /** Whether the host tells where other clients may be reached directly. */
    public boolean candidatesOffered() {
        return (flags & CANDIDATES_OFFERED) != 0;
    }

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 25 + sealingKeys.length())
                .u8(VERSION)
                .u8(flags)
                .u16(udpPort)
                .u16(keepAliveSeconds)
                .bytes(token)
                .bytes(sealingKeys)
                .toByteString();
    }

    static LinkHello decodeBody(WireReader reader) throws MalformedPacketException {
        if (reader.u8() != VERSION) {
            throw MalformedPacketException.of(Reason.UNKNOWN_VERSION);
        }
        int flags = reader.u8();
        int udpPort = reader.u16();
        int keepAliveSeconds = LinkFields.positiveU16(reader);
        ByteString token = reader.bytes(TOKEN_BYTES);
        ByteString keys = reader.bytes((flags & SEALED) == 0 ? 0 : SEALING_KEY_BYTES);
        return new LinkHello(flags, udpPort, keepAliveSeconds, token, keys);
    }

    @Override
    public String toString() {
        return "LinkHello[flags=" + flags + ", udpPort=" + udpPort + ", keepAliveSeconds=" + keepAliveSeconds + "]";
    }
}
