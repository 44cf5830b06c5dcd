package io.consonance.engine.wire;

import io.consonance.engine.wire.HandshakeResponse.RoomListeners;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/** Random packets of every type that survive a round trip unchanged. */
final class RandomPackets {

    private final Random random;

    RandomPackets(long seed) {
        random = new Random(seed);
    }

    Packet next(PacketType type) {
        int session = random.nextInt();
        return switch (type) {
            case CLIENT_STATE -> new ClientState(session, client(), list(4, this::name));
            case VOICE_DATA ->
                new VoiceData(
                        session, u16(), random.nextInt(256), u16(), list(5, this::channel), bytes(maybeLarge(1024)));
            case TEXT_DATA ->
                new TextData(
                        session,
                        random.nextBoolean() ? RecipientType.ROOM : RecipientType.PLAYER,
                        u16(),
                        u16(),
                        nullableName());
            case HANDSHAKE_REQUEST -> new HandshakeRequest(codec(), nullableName());
            case HANDSHAKE_RESPONSE -> handshakeResponse(session);
            case ERROR_WRONG_SESSION -> new ErrorWrongSession(session);
            case SERVER_RELAY_RELIABLE, SERVER_RELAY_UNRELIABLE ->
                new ServerRelay(
                        type == PacketType.SERVER_RELAY_RELIABLE,
                        session,
                        list(maybeLarge(255), this::u16),
                        bytes(maybeLarge(2000)));
            case DELTA_CHANNEL_STATE -> new DeltaChannelState(session, random.nextBoolean(), u16(), name());
            case REMOVE_CLIENT -> new RemoveClient(session, u16());
            case HANDSHAKE_P2P -> new HandshakeP2P(session, u16());
        };
    }

    private HandshakeResponse handshakeResponse(int session) {
        List<String> names = list(4, this::name);
        List<RoomListeners> listeners = new ArrayList<>();
        names.forEach(name -> listeners.add(new RoomListeners(RoomId.of(name), list(6, this::u16))));
        return new HandshakeResponse(session, u16(), list(4, this::client), names, listeners);
    }

    private ClientInfo client() {
        return new ClientInfo(name(), u16(), codec());
    }

    private CodecSettings codec() {
        return new CodecSettings(random.nextInt(256), random.nextInt() & 0xFFFF_FFFFL, random.nextInt());
    }

    private VoiceChannel channel() {
        return new VoiceChannel(u16(), u16());
    }

    private String nullableName() {
        return random.nextInt(4) == 0 ? null : name();
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int plane = random.nextInt(4);
            int codePoint = plane == 0 ? random.nextInt(0x80) : random.nextInt(plane == 3 ? 0x110000 : 0xD800);
            name.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint);
        }
        return name.toString();
    }

    private <T> List<T> list(int max, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private ByteString bytes(int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return ByteString.fromArray(bytes);
    }

    /** Mostly small, so that damage at every byte stays cheap. */
    private int maybeLarge(int max) {
        return random.nextInt(20) == 0 ? max : Math.min(max, 12);
    }

    private int u16() {
        return random.nextInt(0x10000);
    }
}
