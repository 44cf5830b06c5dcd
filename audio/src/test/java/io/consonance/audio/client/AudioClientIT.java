package io.consonance.audio.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.client.VoiceChannel;
import io.consonance.actors.client.VoiceClient;
import io.consonance.actors.host.VoiceHost;
import io.consonance.audio.device.Metronome;
import io.consonance.audio.device.PacedInput;
import io.consonance.audio.device.PacedOutput;
import io.consonance.audio.device.SampleInput;
import io.consonance.audio.device.SoundInput;
import io.consonance.audio.device.SoundOutput;
import io.consonance.audio.device.SoundUnavailableException;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.FrameSize;
import io.consonance.audio.playout.MixerSettings;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.wire.CodecSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AudioClientIT {

    private VoiceHost host;

    @BeforeEach
    void openHost() throws Exception {
        host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
    }

    @AfterEach
    void closeHost() {
        host.close();
    }

    @Test
    void shouldSayInASentenceThatThereIsNoDeviceAndStayInTheRoom() throws Exception {
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        try (AudioClient client = AudioClient.builder("Ann")
                .address(host.address())
                .room("Lobby")
                .input(() -> {
                    throw new SoundUnavailableException("no microphone can be opened");
                })
                .output(() -> {
                    throw new SoundUnavailableException("no speaker can be opened");
                })
                .notices(notices::add)
                .join()) {
            assertThat(new String[] {notices.take(), notices.take()})
                    .containsExactlyInAnyOrder(
                            "no microphone can be opened; you can listen only",
                            "no speaker can be opened; nothing will be heard here");
            assertThat(client.voice().players().toCompletableFuture().get()).hasSize(1);
        }
    }

    @Test
    void shouldOpenASpeakerAgainThatWasLost() throws Exception {
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        AtomicInteger opened = new AtomicInteger();
        CountDownLatch plays = new CountDownLatch(10);
        SoundOutput.Opener speaker = () -> {
            boolean first = opened.incrementAndGet() == 1;
            return new PacedOutput(new FakeSpeaker(first ? 3 : Integer.MAX_VALUE, plays), Metronome.realTime());
        };
        try (AudioClient client = AudioClient.builder("Ann")
                .address(host.address())
                .room("Lobby")
                .output(speaker)
                .notices(notices::add)
                .join()) {
            assertThat(notices.take()).isEqualTo("the cable is out; looking for it again");
            assertThat(notices.take()).isEqualTo("the speaker is back");
            plays.await();
            assertThat(client.status().toCompletableFuture().get().speakers()).isEmpty();
        }
        assertThat(opened).hasValue(2);
    }

    @Test
    void shouldCloseDevicesThatOpenWhenItIsGoneAlready() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(2);
        AudioClient client = AudioClient.builder("Ann")
                .address(host.address())
                .room("Lobby")
                .input(() -> {
                    awaitUninterrupted(gone);
                    return new SoundInput() {
                        @Override
                        public int read(short[] pcm) {
                            return pcm.length;
                        }

                        @Override
                        public void close() {
                            closed.countDown();
                        }
                    };
                })
                .output(() -> {
                    awaitUninterrupted(gone);
                    return new SoundOutput() {
                        @Override
                        public void write(short[] pcm, int samples) {}

                        @Override
                        public void close() {
                            closed.countDown();
                        }
                    };
                })
                .join();
        client.close();
        gone.countDown();

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldBeHeardWhileTheButtonIsDownAndNotMutedAndOnlyThen() throws Exception {
        BlockingQueue<PeerEvent> heard = new LinkedBlockingQueue<>();
        SoundInput.Opener microphone = () -> new PacedInput(SampleInput.tone(440, 0.3), Metronome.realTime());
        try (AudioClient bob = speechesHeardBy("Bob", heard);
                AudioClient ann = AudioClient.builder("Ann")
                        .address(host.address())
                        .room("Lobby")
                        .input(microphone)
                        .pushToTalk(true)
                        .join()) {
            assertThat(bob.voice().name()).isEqualTo("Bob");
            ann.setTalking(true);
            assertThat(heard.take()).isEqualTo(new PeerEvent.StartedSpeaking("Ann"));
            ann.setTalking(false);
            assertThat(heard.take()).isEqualTo(new PeerEvent.StoppedSpeaking("Ann"));
            ann.setTalking(true);
            assertThat(heard.take()).isEqualTo(new PeerEvent.StartedSpeaking("Ann"));
            ann.setMuted(true);
            assertThat(heard.take()).isEqualTo(new PeerEvent.StoppedSpeaking("Ann"));
        }
    }

    @Test
    void shouldOpenAMicrophoneAgainThatWasLost() throws Exception {
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        BlockingQueue<PeerEvent> heard = new LinkedBlockingQueue<>();
        AtomicInteger opened = new AtomicInteger();
        SoundInput.Opener microphone = () -> {
            SoundInput tone = new PacedInput(SampleInput.tone(440, 0.3), Metronome.realTime());
            return opened.incrementAndGet() == 1 ? new FailingMicrophone(tone, new AtomicInteger(20)) : tone;
        };
        try (AudioClient bob = speechesHeardBy("Bob", heard);
                AudioClient ann = AudioClient.builder("Ann")
                        .address(host.address())
                        .room("Lobby")
                        .input(microphone)
                        .pushToTalk(true)
                        .notices(notices::add)
                        .join()) {
            assertThat(bob.voice().name()).isEqualTo("Bob");
            ann.setTalking(true);
            assertThat(heard.take()).isEqualTo(new PeerEvent.StartedSpeaking("Ann"));
            assertThat(heard.take()).isEqualTo(new PeerEvent.StoppedSpeaking("Ann"));
            assertThat(notices.take()).isEqualTo("the cable is out; looking for it again");
            assertThat(notices.take()).isEqualTo("the microphone is back");
            assertThat(heard.take()).isEqualTo(new PeerEvent.StartedSpeaking("Ann"));
        }
    }

    @Test
    void shouldBeHeardAgainWhenTheHostHasStartedAgain() throws Exception {
        // At an address of its own nobody else gets the port while the host is away.
        host.close();
        host = VoiceHost.builder().bind("127.0.0.9").port(0).start();
        BlockingQueue<PeerEvent> heard = new LinkedBlockingQueue<>();
        try (AudioClient bob = speechesHeardBy("Bob", heard);
                AudioClient ann = AudioClient.builder("Ann")
                        .address(host.address())
                        .room("Lobby")
                        .input(() -> new PacedInput(SampleInput.tone(440, 0.3), Metronome.realTime()))
                        .pushToTalk(true)
                        .join()) {
            assertThat(bob.voice().name()).isEqualTo("Bob");
            ann.setTalking(true);
            assertThat(heard.take()).isEqualTo(new PeerEvent.StartedSpeaking("Ann"));
            int port = host.address().getPort();
            host.close();
            assertThat(heard.take()).isEqualTo(new PeerEvent.StoppedSpeaking("Ann"));
            host = VoiceHost.builder().bind("127.0.0.9").port(port).start();
            assertThat(heard.take()).isEqualTo(new PeerEvent.StartedSpeaking("Ann"));
        }
    }

    @Test
    void shouldHearOnAfterDamagedPackets() throws Exception {
        CountDownLatch toneHeard = new CountDownLatch(1);
        SoundListener ears = new SoundListener() {
            @Override
            public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
                if (shareOf440Hz(pcm, samples) > 0.8) {
                    toneHeard.countDown();
                }
            }
        };
        SplittableRandom random = new SplittableRandom(3);
        FrameEncoder encoder = new FrameEncoder(EncoderSettings.of(960, 24_000));
        SampleInput tone = SampleInput.tone(440, 0.3);
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        short[] pcm = new short[960];
        try (AudioClient bob = AudioClient.builder("Bob")
                        .address(host.address())
                        .room("Lobby")
                        .sound(ears)
                        .join();
                VoiceClient ann = VoiceClient.builder("Ann")
                        .address(host.address())
                        .codec(CodecSettings.opus(960))
                        .join()) {
            VoiceChannel channel = ann.openChannel("Lobby");
            Metronome pace = Metronome.realTime();
            for (int frame = 0; toneHeard.getCount() > 0 && frame < 1_000; frame++) {
                tone.read(pcm);
                int length = encoder.encode(pcm, 0, packet);
                if (frame < 50) {
                    length = random.nextInt(1, 60);
                    for (int i = 0; i < length; i++) {
                        packet[i] = (byte) random.nextInt(256);
                    }
                }
                ann.sendFrame(ByteString.fromArray(packet, 0, length));
                pace.await(960);
            }
            channel.close();
            toneHeard.await();
            assertThat(bob.status().toCompletableFuture().get().talking()).isFalse();
        }
    }

    @Test
    void shouldHearSpeakersWithFramesOfEverySizeInOneSession() throws Exception {
        Map<String, CountDownLatch> heard = new TreeMap<>();
        for (FrameSize size : FrameSize.values()) {
            heard.put(size.name(), new CountDownLatch(20));
        }
        SoundListener ears = new SoundListener() {
            @Override
            public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
                if (shareOf440Hz(pcm, samples) > 0.8) {
                    heard.get(player).countDown();
                }
            }
        };
        List<AudioClient> speakers = new ArrayList<>();
        try (AudioClient listener = AudioClient.builder("Listener")
                .address(host.address())
                .room("Lobby")
                .mixing(new MixerSettings(FrameSize.values().length, 1, Duration.ZERO, Duration.ZERO))
                .sound(ears)
                .join()) {
            for (FrameSize size : FrameSize.values()) {
                AudioClient speaker = AudioClient.builder(size.name())
                        .address(host.address())
                        .room("Lobby")
                        .encoder(EncoderSettings.of(size.samples(), 24_000))
                        .input(() -> new PacedInput(SampleInput.tone(440, 0.3), Metronome.realTime()))
                        .pushToTalk(true)
                        .join();
                speakers.add(speaker);
                speaker.setTalking(true);
            }
            for (CountDownLatch each : heard.values()) {
                each.await();
            }
            assertThat(listener.status().toCompletableFuture().get().talking()).isFalse();
        } finally {
            speakers.forEach(AudioClient::close);
        }
    }

    private AudioClient speechesHeardBy(String name, BlockingQueue<PeerEvent> heard) {
        return AudioClient.builder(name)
                .address(host.address())
                .room("Lobby")
                .listener(event -> {
                    if (event instanceof PeerEvent.StartedSpeaking || event instanceof PeerEvent.StoppedSpeaking) {
                        heard.add(event);
                    }
                })
                .join();
    }

    /** How much of the block's energy is a tone of 440 Hz. */
    private static double shareOf440Hz(short[] pcm, int samples) {
        double sine = 0;
        double cosine = 0;
        double energy = 1;
        for (int i = 0; i < samples; i++) {
            double phase = 2 * Math.PI * 440 * i / 48_000;
            sine += pcm[i] * Math.sin(phase);
            cosine += pcm[i] * Math.cos(phase);
            energy += (double) pcm[i] * pcm[i];
        }
        return 2 * (sine * sine + cosine * cosine) / samples / energy;
    }

    /** Breaks after some blocks. */
    private record FailingMicrophone(SoundInput sound, AtomicInteger blocksLeft) implements SoundInput {
        @Override
        public int read(short[] pcm) throws SoundUnavailableException {
            if (blocksLeft.getAndDecrement() == 0) {
                throw new SoundUnavailableException("the cable is out");
            }
            return sound.read(pcm);
        }

        @Override
        public void close() {
            sound.close();
        }
    }

    /** Breaks after some blocks. */
    private record FakeSpeaker(AtomicInteger blocksLeft, CountDownLatch plays) implements SoundOutput {
        FakeSpeaker(int blocks, CountDownLatch plays) {
            this(new AtomicInteger(blocks), plays);
        }

        @Override
        public void write(short[] pcm, int samples) throws SoundUnavailableException {
            if (blocksLeft.getAndDecrement() == 0) {
                throw new SoundUnavailableException("the cable is out");
            }
            if (blocksLeft.get() > 1_000) {
                plays.countDown();
            }
        }

        @Override
        public void close() {}
    }
}
