package io.consonance.actors.stream;

import io.consonance.engine.link.LinkBind;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.wire.ServerRelayFlyweight;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceOptions;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** The packets that tests send to a relay. */
final class RelayPackets {

    static final int SESSION = 0x1234_5678;

    private RelayPackets() {}

    static ByteString voice(int session, int sender, int sequence) {
        return voice(session, sender, sequence, 40);
    }

    static ByteString voice(int session, int sender, int sequence, int audioBytes) {
        return new VoiceData(
                        session,
                        sender,
                        VoiceOptions.encode(0),
                        sequence,
                        List.of(new VoiceChannel(1, 500)),
                        ByteString.fromArray(new byte[audioBytes]))
                .encode();
    }

    static ByteString relay(int session, ByteString inner, int... destinations) {
        return ServerRelayFlyweight.encode(false, session, destinations, 0, destinations.length, inner);
    }

    static ByteString relayVoice(int sender, int sequence, int... destinations) {
        return relay(SESSION, voice(SESSION, sender, sequence), destinations);
    }

    /** A token that is different for each number in both halves. */
    static ByteString token(int number) {
        byte[] token = new byte[LinkToken.BYTES];
        for (int i = 0; i < token.length; i++) {
            token[i] = (byte) (number * 31 + i);
        }
        return ByteString.fromArray(token);
    }

    static ByteString bind(int token, long nonce) {
        return new LinkBind(token(token), nonce).encode();
    }

    static ByteString ping(long opaque) {
        return new LinkPing(opaque).encode();
    }

    static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.fromArray(bytes);
    }
}
