package io.consonance.audio.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.host.VoiceHost;
import io.consonance.audio.device.Metronome;
import io.consonance.audio.device.PacedInput;
import io.consonance.audio.device.PacedOutput;
import io.consonance.audio.device.SampleInput;
import io.consonance.audio.device.SoundInput;
import io.consonance.audio.device.SoundOutput;
import io.consonance.audio.device.SoundUnavailableException;
import io.consonance.engine.peer.PeerEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    void shouldBeHeardWhileTheButtonIsDownAndNotMutedAndOnlyThen() throws Exception {
        BlockingQueue<PeerEvent> heard = new LinkedBlockingQueue<>();
        SoundInput.Opener microphone = () -> new PacedInput(SampleInput.tone(440, 0.3), Metronome.realTime());
        try (AudioClient bob = AudioClient.builder("Bob")
                        .address(host.address())
                        .room("Lobby")
                        .listener(event -> {
                            if (event instanceof PeerEvent.StartedSpeaking
                                    || event instanceof PeerEvent.StoppedSpeaking) {
                                heard.add(event);
                            }
                        })
                        .join();
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
