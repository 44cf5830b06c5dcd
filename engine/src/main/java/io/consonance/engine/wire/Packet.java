package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import org.apache.pekko.util.ByteString;

/**
 * One Dissonance message as an immutable value. Any thread may use it; lists are copied when a packet is made, byte
 * strings are shared.
 *
 * <p>Voice and relay packets have a record here for tools and tests; what handles them fifty times a second per speaker
 * uses {@link VoiceDataFlyweight} and {@link ServerRelayFlyweight}. Source: section 2.
 */
public sealed interface Packet
        permits ClientState,
                VoiceData,
                TextData,
                HandshakeRequest,
                HandshakeResponse,
                ErrorWrongSession,
                ServerRelay,
                DeltaChannelState,
                RemoveClient,
                HandshakeP2P {

    /** The message type it is sent as. */
    PacketType type();

    /** The bytes it is sent as, header included. Throws {@link IllegalArgumentException} for what no packet can hold. */
    ByteString encode();

    /** Reads one packet. Total: any bytes give a packet or the exception. Bytes behind a complete packet are ignored. */
    static Packet decode(ByteString bytes) throws MalformedPacketException {
        if (Wire.magicOf(bytes) != Wire.MAGIC) {
            throw MalformedPacketException.of(Reason.WRONG_MAGIC);
        }
        if (bytes.length() < Wire.HEADER_BYTES) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        PacketType type = PacketType.ofCode(Wire.typeCodeOf(bytes));
        if (type == null) {
            throw MalformedPacketException.of(Reason.UNKNOWN_TYPE);
        }
        WireReader reader = new WireReader(bytes);
        reader.bytes(Wire.HEADER_BYTES);
        return switch (type) {
            case CLIENT_STATE -> ClientState.decodeBody(reader);
            case VOICE_DATA -> VoiceData.decodeBody(reader);
            case TEXT_DATA -> TextData.decodeBody(reader);
            case HANDSHAKE_REQUEST -> HandshakeRequest.decodeBody(reader);
            case HANDSHAKE_RESPONSE -> HandshakeResponse.decodeBody(reader);
            case ERROR_WRONG_SESSION -> ErrorWrongSession.decodeBody(reader);
            case SERVER_RELAY_RELIABLE -> ServerRelay.decodeBody(true, reader);
            case SERVER_RELAY_UNRELIABLE -> ServerRelay.decodeBody(false, reader);
            case DELTA_CHANNEL_STATE -> DeltaChannelState.decodeBody(reader);
            case REMOVE_CLIENT -> RemoveClient.decodeBody(reader);
            case HANDSHAKE_P2P -> HandshakeP2P.decodeBody(reader);
        };
    }
}
