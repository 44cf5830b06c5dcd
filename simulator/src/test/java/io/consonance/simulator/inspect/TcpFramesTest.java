package io.consonance.simulator.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.RemoveClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class TcpFramesTest {
    private static final int FIRST = 0xFFFF_FFF0; // wraps within the test

    private final List<ByteString> frames = new ArrayList<>();
    private final TcpFrames stream = new TcpFrames();

    @Test
    void shouldCutFramesWhateverTheSegmentsAre() {
        ByteString bytes = prefixed(new ErrorWrongSession(7).encode())
                .concat(prefixed(new RemoveClient(7, 3).encode()))
                .concat(prefixed(new ErrorWrongSession(8).encode()));
        for (int seed = 0; seed < 200; seed++) {
            TcpFrames shuffled = new TcpFrames();
            List<ByteString> cut = new ArrayList<>();
            shuffled.synchronise(FIRST - 1);
            for (int[] part : shuffledParts(bytes.length(), new Random(seed))) {
                shuffled.segment(FIRST + part[0], bytes.slice(part[0], part[1]), cut::add);
            }
            assertThat(cut)
                    .as("seed %d", seed)
                    .containsExactly(
                            new ErrorWrongSession(7).encode(),
                            new RemoveClient(7, 3).encode(),
                            new ErrorWrongSession(8).encode());
        }
    }

    @Test
    void shouldReadWhatWasSentTwiceOnce() {
        ByteString bytes = prefixed(new ErrorWrongSession(7).encode());
        stream.synchronise(FIRST - 1);
        stream.segment(FIRST, bytes.take(5), frames::add);
        stream.segment(FIRST, bytes, frames::add);
        stream.segment(FIRST, bytes, frames::add);
        assertThat(frames).containsExactly(new ErrorWrongSession(7).encode());
    }

    @Test
    void shouldGiveUpAStreamThatSpeaksSomethingElse() {
        stream.segment(1, ByteString.fromString("GET / HTTP/1.1\r\n\r\n"), frames::add);
        assertThat(stream.isLost()).isTrue();
        assertThat(frames).isEmpty();
    }

    @Test
    void shouldWaitForASegmentThatIsMissing() {
        ByteString bytes = prefixed(new ErrorWrongSession(7).encode());
        stream.synchronise(FIRST - 1);
        stream.segment(FIRST + 4, bytes.drop(4), frames::add);
        assertThat(frames).isEmpty();
        stream.segment(FIRST, bytes.take(4), frames::add);
        assertThat(frames).hasSize(1);
    }

    private static List<int[]> shuffledParts(int length, Random random) {
        List<int[]> parts = new ArrayList<>();
        for (int from = 0; from < length; ) {
            int to = Math.min(length, from + 1 + random.nextInt(9));
            parts.add(new int[] {from, to});
            from = to;
        }
        Collections.shuffle(parts, random);
        return parts;
    }

    private static ByteString prefixed(ByteString packet) {
        return ByteString.fromArray(new byte[] {(byte) (packet.length() >> 8), (byte) packet.length()})
                .concat(packet);
    }
}
