package io.consonance.audio.playout;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.audio.fidelity.LogSpectrum;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameDecoder;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.VoiceSound;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real packets through a bad network, judged by what comes out of the loudspeaker. */
class VoiceUnderLossTest {

    private static final int FRAME = 960;
    private static final int FRAMES = 600;
    private static final long FRAME_NANOS = 20_000_000;
    private static final long BLOCK_NANOS = 10_000_000;

    /** What is asked for; concealment alone keeps it too once inaudible components count for nothing. */
    private static final double MOST_DISTANCE_DB = 7;

    /** What concealment alone does not keep. */
    private static final double CLOSER_THAN_CONCEALMENT_DB = 4.5;

    private static short[] speech;
    private static byte[][] packets;

    @BeforeAll
    static void encode() {
        speech = VoiceSound.speech(0, FRAMES * FRAME);
        FrameEncoder encoder = new FrameEncoder(new EncoderSettings(FRAME, 24_000, 5, 10));
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        packets = new byte[FRAMES][];
        for (int i = 0; i < FRAMES; i++) {
            packets[i] = Arrays.copyOf(packet, encoder.encode(speech, i * FRAME, packet));
        }
    }

    @Test
    void shouldPlayWithoutClicksAndConcealLittleWhenATenthIsLost() {
        long concealed = 0;
        long due = 0;
        // some of these networks make playout wait in the middle of a sound, the others do not
        for (long seed : new long[] {3, 4, 6, 12}) {
            SpeakerPlayout speaker = new SpeakerPlayout(new FrameDecoder(FRAME), new AdaptiveBuffer(FRAME_NANOS));
            short[] heard = play(speaker, new Network(seed, 0.1, 1.2).uniform(30), 8);
            PlayoutCounts counts = speaker.buffer().counts();
            concealed += counts.framesConcealed();
            due += counts.framesDue();
            assertThat(counts.framesRecovered()).as("seed %d", seed).isGreaterThan(FRAMES / 20);
            assertThat(largestJump(heard)).as("seed %d", seed).isLessThanOrEqualTo(largestJump(speech));
            assertThat(energy(heard) / energy(speech)).as("seed %d", seed).isBetween(0.7, 1.3);
        }
        assertThat(concealed / (double) due).isLessThanOrEqualTo(0.04);
    }

    @Test
    void shouldPlayEveryFrameOnceWhenTheNetworkIsPerfect() {
        SpeakerPlayout speaker = new SpeakerPlayout(new FrameDecoder(FRAME), new AdaptiveBuffer(FRAME_NANOS));
        short[] heard = play(speaker, new Network(3, 0, 1), -1);
        PlayoutCounts counts = speaker.buffer().counts();
        assertThat(counts.framesDecoded()).isEqualTo(FRAMES);
        assertThat(counts.framesConcealed() + counts.framesRecovered() + counts.framesSkipped())
                .isZero();
        assertThat(largestJump(heard)).isLessThanOrEqualTo(largestJump(speech));
        assertThat(speaker.active()).isFalse();
    }

    @Test
    void shouldStayCloseToWhatWasSaidWhereFramesWereLostThanksToErrorCorrection() {
        double distance = distanceOfLostFrames(true);
        assertThat(distance).isLessThanOrEqualTo(MOST_DISTANCE_DB);
        assertThat(distance).isLessThanOrEqualTo(CLOSER_THAN_CONCEALMENT_DB);
    }

    @Test
    void shouldNotComeThatCloseWithConcealmentAlone() {
        assertThat(distanceOfLostFrames(false)).isGreaterThan(CLOSER_THAN_CONCEALMENT_DB);
    }

    @Test
    void shouldSurviveDamagedPackets() {
        playDamaged(2_000);
    }

    @Test
    @Tag("slow")
    void shouldSurvive200000DamagedPackets() {
        playDamaged(200_000);
    }

    private static void playDamaged(int count) {
        SpeakerPlayout speaker = new SpeakerPlayout(new FrameDecoder(FRAME), new AdaptiveBuffer(FRAME_NANOS));
        SplittableRandom random = new SplittableRandom(11);
        short[] block = new short[Mixer.BLOCK_SAMPLES];
        speaker.start(0);
        for (int i = 0; i < count; i++) {
            byte[] packet = packets[i % FRAMES].clone();
            for (int n = random.nextInt(6); n > 0; n--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(packet.length + 1) : packet.length;
            speaker.arrive(i * FRAME_NANOS, i, packet, 0, length, 1, 0);
            speaker.read(i * FRAME_NANOS, block, block.length, true);
            speaker.read(i * FRAME_NANOS + BLOCK_NANOS, block, block.length, true);
        }
        assertThat(speaker.packetsDamaged()).isGreaterThan(count / 100);
        assertThat(speaker.buffer().counts().framesDecoded()).isGreaterThan(count - count / 100);
    }

    private static short[] play(SpeakerPlayout speaker, Network network, int blocksToStop) {
        long[] arrivals = new long[FRAMES];
        int first = -1;
        for (int i = 0; i < FRAMES; i++) {
            boolean lost = network.loses();
            arrivals[i] = lost ? Long.MAX_VALUE : i * FRAME_NANOS + network.delayNanos(i * FRAME_NANOS);
            first = first < 0 && !lost ? i : first;
        }
        int blocks = 2 * FRAMES + 60;
        short[] heard = new short[blocks * Mixer.BLOCK_SAMPLES];
        short[] block = new short[Mixer.BLOCK_SAMPLES];
        boolean[] delivered = new boolean[FRAMES];
        boolean started = false;
        for (int b = 0; b < blocks; b++) {
            long now = b * BLOCK_NANOS;
            for (int i = Math.max(first, b / 2 - 10); i < Math.min(FRAMES, b / 2 + 1); i++) {
                if (!delivered[i] && arrivals[i] <= now && (started || i == first)) {
                    if (!started) {
                        speaker.start(now);
                        started = true;
                    }
                    delivered[i] = true;
                    speaker.arrive(now, i - first, packets[i], 0, packets[i].length, 1, 0);
                }
            }
            if (b == 2 * FRAMES + blocksToStop) {
                speaker.stop(now);
            }
            speaker.read(now, block, block.length, true);
            System.arraycopy(block, 0, heard, b * block.length, block.length);
        }
        return heard;
    }

    /** The mean over the lost frames, of what was decoded in their place against what would have been decoded. */
    private static double distanceOfLostFrames(boolean correction) {
        boolean[] lost = new boolean[FRAMES];
        Network network = new Network(7, 0.1, 1.2);
        for (int i = 5; i < FRAMES; i++) {
            lost[i] = network.loses();
        }
        LogSpectrum spectrum = new LogSpectrum();
        FrameDecoder complete = new FrameDecoder(FRAME);
        short[] pcm = new short[FRAME];
        float[][] references = new float[FRAMES][];
        double peak = 0;
        for (int i = 0; i < FRAMES; i++) {
            complete.decode(packets[i], 0, packets[i].length, pcm);
            references[i] = spectrum.of(pcm, 0, FRAME);
            peak = Math.max(peak, LogSpectrum.peak(references[i]));
        }
        FrameDecoder lossy = new FrameDecoder(FRAME);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < FRAMES - 1; i++) {
            if (!lost[i]) {
                lossy.decode(packets[i], 0, packets[i].length, pcm);
                continue;
            }
            if (correction && !lost[i + 1]) {
                lossy.recover(packets[i + 1], 0, packets[i + 1].length, pcm);
            } else {
                lossy.conceal(pcm);
            }
            sum += LogSpectrum.distanceDb(references[i], spectrum.of(pcm, 0, FRAME), LogSpectrum.floor(peak));
            count++;
        }
        return sum / count;
    }

    private static int largestJump(short[] pcm) {
        int largest = 0;
        for (int i = 1; i < pcm.length; i++) {
            largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 1]));
        }
        return largest;
    }

    private static double energy(short[] pcm) {
        double sum = 0;
        for (short sample : pcm) {
            sum += (double) sample * sample;
        }
        return sum;
    }
}
