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
 * packets, decoder, mixer. Only time is virtual. Every speech is a new beginning for a playout buffer; in the hour that is one
 * speech the clocks come 720 ms apart.
 */
@Tag("slow")
@Isolated("measures the heap that all tests share")
class HourOfConversationTest {

    private static final int FRAME = 960;
    private static final long FRAME_NANOS = 20_000_000;
    private static final long BLOCK_NANOS = 10_000_000;
    private static final int CLIP_FRAMES = 500;
    private static final long TRAVEL_NANOS = 40_000_000;
    private static final long TURN_FRAMES = 150;
    private static final long ENDLESS = Long.MAX_VALUE;
    private static final long TURN_NANOS = 5_000_000_000L;
    private static final long BLOCKS_PER_MINUTE = 6_000;

    private static final long MOST_GROWTH_BYTES = 256 << 10;

    private static byte[][] clip;

    private final Mixer mixer = new Mixer(MixerSettings.defaults());
    private final short[] mix = new short[Mixer.BLOCK_SAMPLES];
    private List<Talker> talkers;
    private long targetBeforeNanos;
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
        listenForAnHour(TURN_FRAMES, 0.001);

        for (Talker talker : talkers) {
            assertThat(talker.targetNanos()).as(talker.name).isLessThanOrEqualTo(targetBeforeNanos + 5_000_000);
        }
    }

    @Test
    void shouldNeitherGrowNorGapWhileClocksDriftForAnHourWithoutAPause() {
        // frames creep past the blocks they are played with: every time they reach the next, the delay has to be learnt
        // again
        listenForAnHour(ENDLESS, 0.005);

        for (Talker talker : talkers) {
            assertThat(talker.playout.buffer().counts().speeches())
                    .as(talker.name)
                    .isOne();
            assertThat(talker.mostBehind).as(talker.name).isLessThanOrEqualTo(talker.mostBehindBefore + 1);
            assertThat(talker.mostTargetNanos)
                    .as(talker.name)
                    .isLessThanOrEqualTo(talker.mostTargetBeforeNanos + 5_000_000);
        }
    }

    private void listenForAnHour(long speechFrames, double mostNotPlayed) {
        talkers = List.of(
                new Talker("fast", -200, 0, speechFrames), new Talker("slow", 200, TURN_NANOS / 2, speechFrames));
        listen(5);
        talkers.forEach(Talker::rememberMost);
        long heapBefore = usedHeapBytes();
        targetBeforeNanos =
                talkers.stream().mapToLong(Talker::targetNanos).max().orElseThrow();
        listen(60);
        long growth = usedHeapBytes() - heapBefore;
        System.out.printf(Locale.ROOT, "heap grew by %,d bytes in an hour%n", growth);

        assertThat(growth).isLessThan(MOST_GROWTH_BYTES);
        for (Talker talker : talkers) {
            PlayoutCounts counts = talker.playout.buffer().counts();
            double notPlayed = counts.framesConcealed() + counts.framesSkipped();
            System.out.printf(
                    Locale.ROOT,
                    "%s clock: %,d frames in %d speeches, %d concealed, %d stretched, %d skipped; at most, before "
                            + "and then: target delay %d and %d ms, %d and %d frames behind%n",
                    talker.name,
                    counts.framesDecoded(),
                    counts.speeches(),
                    counts.framesConcealed(),
                    counts.framesStretched(),
                    counts.framesSkipped(),
                    talker.mostTargetBeforeNanos / 1_000_000,
                    talker.mostTargetNanos / 1_000_000,
                    talker.mostBehindBefore,
                    talker.mostBehind);
            assertThat(counts.framesDecoded()).as(talker.name).isGreaterThan(100_000);
            assertThat(notPlayed / counts.framesDue()).as(talker.name).isLessThan(mostNotPlayed);
            assertThat(counts.timesDry()).as(talker.name).isZero();
            assertThat(talker.longestGapBlocks).as(talker.name).isZero();
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

    /** Begins a speech every five seconds by its own clock, unless the first one never ends. */
    private final class Talker {
        private final String name;
        private final double clock;
        private final long offsetNanos;
        private final long speechFrames;
        private final SpeakerPlayout playout =
                new SpeakerPlayout(new FrameDecoder(FRAME), new AdaptiveBuffer(FRAME_NANOS));
        private final Network network = new Network(3, 0, 1).uniform(8);
        private final Deque<Sent> underWay = new ArrayDeque<>();
        private long sent;
        private boolean heardNow;
        private int silentBlocks;
        private int longestGapBlocks;
        private long dueBefore;
        private long mostBehind;
        private long mostBehindBefore;
        private long mostTargetNanos;
        private long mostTargetBeforeNanos;

        Talker(String name, double partsPerMillion, long offsetNanos, long speechFrames) {
            this.name = name;
            clock = 1 + partsPerMillion * 1e-6;
            this.offsetNanos = offsetNanos;
            this.speechFrames = speechFrames;
            mixer.add(name, playout);
        }

        void rememberMost() {
            mostBehindBefore = mostBehind;
            mostBehind = 0;
            mostTargetBeforeNanos = mostTargetNanos;
            mostTargetNanos = 0;
        }

        long targetNanos() {
            return playout.buffer().targetDelayNanos();
        }

        void speakAndArrive() {
            for (long due = dueNanos(); due <= nowNanos; due = dueNanos()) {
                long sequence = sent % speechFrames;
                long arrival = due + TRAVEL_NANOS + network.delayNanos(due);
                underWay.add(
                        new Sent(arrival, sequence, clip[(int) (sent % CLIP_FRAMES)], sequence == speechFrames - 1));
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
            if (due != dueBefore && silentBlocks > 0 && dueBefore % speechFrames != 0) {
                longestGapBlocks = Math.max(longestGapBlocks, silentBlocks);
            }
            silentBlocks = heardNow ? 0 : silentBlocks + 1;
            dueBefore = due;
            mostBehind =
                    Math.max(mostBehind, sent - due - playout.buffer().counts().framesSkipped());
            mostTargetNanos = Math.max(mostTargetNanos, targetNanos());
            heardNow = false;
        }

        /** When the next frame is sent: frames follow each other within a speech, speeches begin every five seconds. */
        private long dueNanos() {
            long speech = sent / speechFrames;
            long frame = sent % speechFrames;
            return offsetNanos + Math.round((speech * TURN_NANOS + frame * FRAME_NANOS) * clock);
        }
    }
}
