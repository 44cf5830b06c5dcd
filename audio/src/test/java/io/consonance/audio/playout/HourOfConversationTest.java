package io.consonance.audio.playout;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameDecoder;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.VoiceSound;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two people talk for an hour, one with a clock that is too fast, one with one too slow, and a third hears both: real
 * packets, decoder, mixer. Only time is virtual.
 */
@Tag("slow")
@Isolated("measures the heap that all tests share")
class HourOfConversationTest {

    private static final int FRAME = 960;
    private static final long FRAME_NANOS = 20_000_000;
    private static final long BLOCK_NANOS = 10_000_000;
    private static final int CLIP_FRAMES = 500;
    private static final long TRAVEL_NANOS = 40_000_000;
    private static final long SPEECH_FRAMES = 150;
    private static final long TURN_NANOS = 5_000_000_000L;
    private static final long BLOCKS_PER_MINUTE = 6_000;

    private static final long MOST_GROWTH_BYTES = 256 << 10;

    private static byte[][] clip;

    private final Mixer mixer = new Mixer(MixerSettings.defaults());
    private final List<Talker> talkers = List.of(new Talker("fast", -200, 0), new Talker("slow", 200, TURN_NANOS / 2));
    private final short[] mix = new short[Mixer.BLOCK_SAMPLES];
    private long nowNanos;

    @BeforeAll
    static void encode() {
        short[] speech = VoiceSound.speech(0, CLIP_FRAMES * FRAME);
        FrameEncoder encoder = new FrameEncoder(EncoderSettings.of(FRAME, 24_000));
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        clip = new byte[CLIP_FRAMES][];
        for (int i = 0; i < CLIP_FRAMES; i++) {
            clip[i] = Arrays.copyOf(packet, encoder.encode(speech, i * FRAME, packet));
        }
    }

    @Test
    void shouldNeitherGrowNorGapWhileClocksDriftForAnHour() {
        listen(5);
        long heapBefore = usedHeapBytes();
        long targetBefore =
                talkers.stream().mapToLong(Talker::targetNanos).max().orElseThrow();
        listen(60);
        long growth = usedHeapBytes() - heapBefore;
        System.out.printf(Locale.ROOT, "heap grew by %,d bytes in an hour%n", growth);

        assertThat(growth).isLessThan(MOST_GROWTH_BYTES);
        for (Talker talker : talkers) {
            PlayoutCounts counts = talker.playout.buffer().counts();
            long notPlayed = counts.framesConcealed() + counts.framesSkipped();
            System.out.printf(
                    Locale.ROOT,
                    "%s clock: %,d frames in %d speeches, %d concealed, %d skipped, target delay %d ms%n",
                    talker.name,
                    counts.framesDecoded(),
                    counts.speeches(),
                    counts.framesConcealed(),
                    counts.framesSkipped(),
                    talker.targetNanos() / 1_000_000);
            assertThat(counts.framesDecoded()).as(talker.name).isGreaterThan(100_000);
            assertThat(notPlayed * 1_000).as(talker.name).isLessThan(counts.framesDue());
            assertThat(counts.timesDry()).as(talker.name).isZero();
            assertThat(talker.longestGapBlocks).as(talker.name).isZero();
            assertThat(talker.targetNanos()).as(talker.name).isLessThanOrEqualTo(targetBefore + 5_000_000);
        }
    }

    private void listen(int minutes) {
        for (long block = 0; block < minutes * BLOCKS_PER_MINUTE; block++) {
            for (Talker talker : talkers) {
                talker.speakAndArrive();
            }
            mixer.read(
                    nowNanos,
                    mix,
                    (name, pcm) -> talkers.get(name.equals("fast") ? 0 : 1).heard(pcm));
            for (Talker talker : talkers) {
                talker.endBlock();
            }
            nowNanos += BLOCK_NANOS;
        }
    }

    /** What is reachable: twice, because the first collection may leave what has to be finalized. */
    private static long usedHeapBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Sent(long arrivalNanos, long sequence, byte[] packet, boolean last) {}

    /** Talks for three of every five seconds by its own clock. */
    private final class Talker {
        private final String name;
        private final double clock;
        private final long offsetNanos;
        private final SpeakerPlayout playout =
                new SpeakerPlayout(new FrameDecoder(FRAME), new AdaptiveBuffer(FRAME_NANOS));
        private final Network network = new Network(3, 0, 1).uniform(8);
        private final Deque<Sent> underWay = new ArrayDeque<>();
        private long sent;
        private boolean heardNow;
        private int silentBlocks;
        private int longestGapBlocks;
        private long dueBefore;

        Talker(String name, double partsPerMillion, long offsetNanos) {
            this.name = name;
            clock = 1 + partsPerMillion * 1e-6;
            this.offsetNanos = offsetNanos;
            mixer.add(name, playout);
        }

        long targetNanos() {
            return playout.buffer().targetDelayNanos();
        }

        void speakAndArrive() {
            for (long due = dueNanos(); due <= nowNanos; due = dueNanos()) {
                long sequence = sent % SPEECH_FRAMES;
                long arrival = due + TRAVEL_NANOS + network.delayNanos(due);
                underWay.add(
                        new Sent(arrival, sequence, clip[(int) (sent % CLIP_FRAMES)], sequence == SPEECH_FRAMES - 1));
                sent++;
            }
            while (!underWay.isEmpty() && underWay.peek().arrivalNanos <= nowNanos) {
                Sent packet = underWay.poll();
                if (packet.sequence == 0) {
                    playout.start(nowNanos);
                }
                playout.arrive(nowNanos, packet.sequence, packet.packet, 0, packet.packet.length, 1, 0);
                if (packet.last) {
                    playout.stop(nowNanos);
                }
            }
        }

        void heard(short[] pcm) {
            for (int i = 0; i < Mixer.BLOCK_SAMPLES && !heardNow; i++) {
                heardNow = pcm[i] != 0;
            }
        }

        /** A gap is silence between two frames of one speech. */
        void endBlock() {
            long due = playout.buffer().counts().framesDue();
            if (due != dueBefore && silentBlocks > 0 && dueBefore % SPEECH_FRAMES != 0) {
                longestGapBlocks = Math.max(longestGapBlocks, silentBlocks);
            }
            silentBlocks = heardNow ? 0 : silentBlocks + 1;
            dueBefore = due;
            heardNow = false;
        }

        /** When the next frame is sent: frames follow each other within a speech, speeches begin every five seconds. */
        private long dueNanos() {
            long speech = sent / SPEECH_FRAMES;
            long frame = sent % SPEECH_FRAMES;
            return offsetNanos + Math.round((speech * TURN_NANOS + frame * FRAME_NANOS) * clock);
        }
    }
}
