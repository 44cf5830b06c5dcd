package io.consonance.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/** Compares what a flyweight shows with the record of the same packet. */
final class FlyweightViews {

    private FlyweightViews() {}

    static void assertSame(VoiceDataFlyweight voice, VoiceData expected, ByteBuffer buffer) {
        assertThat(voice.session()).isEqualTo(expected.session());
        assertThat(voice.senderId()).isEqualTo(expected.senderId());
        assertThat(voice.options()).isEqualTo(expected.options());
        assertThat(voice.sequence()).isEqualTo(expected.sequence());
        assertThat(voice.channelCount()).isEqualTo(expected.channels().size());
        for (int i = 0; i < voice.channelCount(); i++) {
            assertThat(new VoiceChannel(voice.channelBitfield(i), voice.channelRecipient(i)))
                    .isEqualTo(expected.channels().get(i));
        }
        assertThat(slice(buffer, voice.audioOffset(), voice.audioLength())).isEqualTo(expected.audio());
    }

    static void assertSame(ServerRelayFlyweight relay, ServerRelay expected, ByteBuffer buffer) {
        assertThat(relay.reliable()).isEqualTo(expected.reliable());
        assertThat(relay.session()).isEqualTo(expected.session());
        assertThat(relay.destinationCount()).isEqualTo(expected.destinations().size());
        for (int i = 0; i < relay.destinationCount(); i++) {
            assertThat(relay.destination(i)).isEqualTo(expected.destinations().get(i));
        }
        assertThat(slice(buffer, relay.innerOffset(), relay.innerLength())).isEqualTo(expected.inner());
    }

    private static ByteString slice(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        return ByteString.fromArray(bytes);
    }
}
