package io.consonance.audio.client;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.client.ClientEvent;
import io.consonance.actors.client.ClientListener;
import io.consonance.actors.client.HostAddress;
import io.consonance.actors.client.JoinFailedException;
import io.consonance.actors.client.VoiceChannel;
import io.consonance.actors.client.VoiceClient;
import io.consonance.actors.client.VoiceClientBuilder;
import io.consonance.actors.host.HostConnection;
import io.consonance.audio.capture.CaptureSettings;
import io.consonance.audio.capture.CaptureSink;
import io.consonance.audio.capture.Processing;
import io.consonance.audio.capture.ProcessingUnavailableException;
import io.consonance.audio.capture.Treatment;
import io.consonance.audio.device.SoundInput;
import io.consonance.audio.device.SoundOutput;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameSize;
import io.consonance.audio.opus.VoiceCodecs;
import io.consonance.audio.opus.VoiceQuality;
import io.consonance.audio.playout.MixerSettings;
import io.consonance.engine.peer.PeerEvent;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.slf4j.LoggerFactory;

/** Describes an {@link AudioClient} and connects it. Not thread-safe. */
public final class AudioClientBuilder {

    private final String name;
    private final VoiceClientBuilder client;
    private String room;
    private EncoderSettings encoder = EncoderSettings.of(FrameSize.SMALL.samples(), VoiceQuality.HIGH.bitrateBps());
    private SoundInput.Opener input;
    private SoundOutput.Opener output;
    private boolean pushToTalk;
    private Set<Treatment> treatments = Set.of();
    private MixerSettings mixing = MixerSettings.defaults();
    private SoundListener sound = new SoundListener() {};
    private ClientListener listener = event -> {};
    private Consumer<String> notices = LoggerFactory.getLogger(AudioClient.class)::warn;

    AudioClientBuilder(String name) {
        this.name = name;
        client = VoiceClient.builder(name);
    }

    /** Where the host is. */
    public AudioClientBuilder address(HostAddress address) {
        client.address(address);
        return this;
    }

    /** Where the host is. */
    public AudioClientBuilder address(InetSocketAddress address) {
        client.address(address);
        return this;
    }

    /** A host in this process instead. */
    public AudioClientBuilder host(HostConnection.Acceptor host) {
        client.host(host);
        return this;
    }

    /** A session other than the host's default one. */
    public AudioClientBuilder session(String session) {
        client.session(session);
        return this;
    }

    /** What the host asks of its clients. */
    public AudioClientBuilder credential(String credential) {
        client.credential(credential);
        return this;
    }

    /** The room to listen to and to speak in. */
    public AudioClientBuilder room(String room) {
        this.room = room;
        client.rooms(room);
        return this;
    }

    /** How the voice is encoded; frames of 20 ms at 24 kbit/s unless said otherwise. */
    public AudioClientBuilder encoder(EncoderSettings encoder) {
        this.encoder = encoder;
        return this;
    }

    /** A microphone; without one, only what is played is said. */
    public AudioClientBuilder input(SoundInput.Opener input) {
        this.input = input;
        return this;
    }

    /** A speaker; without one, only a {@link SoundListener} hears. */
    public AudioClientBuilder output(SoundOutput.Opener output) {
        this.output = output;
        return this;
    }

    /** The microphone is heard while {@link AudioClient#setTalking} says so, instead of whenever there is a voice. */
    public AudioClientBuilder pushToTalk(boolean on) {
        pushToTalk = on;
        return this;
    }

    /**
     * What is done to the microphone's sound before it is sent; nothing unless said otherwise. It takes the optional library
     * {@code dev.onvoid.webrtc:webrtc-java}: where that is missing, a notice says so and the sound stays as it is.
     */
    public AudioClientBuilder processing(Set<Treatment> treatments) {
        this.treatments = Set.copyOf(treatments);
        return this;
    }

    /** How many are heard at once, and how far they step back while we speak; three, and to a half, unless said otherwise. */
    public AudioClientBuilder mixing(MixerSettings mixing) {
        this.mixing = mixing;
        return this;
    }

    /** Who gets the samples. */
    public AudioClientBuilder sound(SoundListener sound) {
        this.sound = sound;
        return this;
    }

    /** Who hears what else happens. */
    public AudioClientBuilder listener(ClientListener listener) {
        this.listener = listener;
        return this;
    }

    /** Who is told, in a sentence, about devices that are missing, lost or back; the log unless said otherwise. */
    public AudioClientBuilder notices(Consumer<String> notices) {
        this.notices = notices;
        return this;
    }

    /**
     * Warms the codec up, connects, joins and waits for it.
     *
     * @throws JoinFailedException when the host refuses or does not answer in 30 s
     * @throws io.consonance.actors.settings.InvalidSettingException for a setting nobody can start with
     */
    public AudioClient join() {
        VoiceCodecs.warmUp(encoder);
        Processing processing = processing();
        Playback playback = new Playback(name, mixing, heardBy(processing), notices);
        ActorSystem<?> system = ActorSystem.create(Behaviors.empty(), "consonance-audio", ownSystemConfig());
        try {
            VoiceClient joined = client.system(system)
                    .codec(VoiceCodecs.settings(encoder))
                    .listener(ears(playback))
                    .join();
            Mouth mouth = new Mouth(
                    encoder,
                    processing,
                    pushToTalk ? CaptureSettings.Gate.PUSH_TO_TALK : CaptureSettings.Gate.VOICE_ACTIVITY,
                    new RoomVoice(joined, room, playback),
                    playback::expectedLossPercent);
            CompletableFuture<Done> stopped = new CompletableFuture<>();
            ActorRef<AudioActor.Command> audio = system.systemActorOf(
                    AudioActor.create(name, new AudioActor.Devices(input, output, notices), mouth, playback, () -> {
                        processing.close();
                        stopped.complete(Done.done());
                    }),
                    "consonance-audio",
                    Props.empty());
            return new AudioClient(system, joined, audio, stopped);
        } catch (RuntimeException e) {
            processing.close();
            system.terminate();
            throw e;
        }
    }

    private Processing processing() {
        if (treatments.isEmpty()) {
            return Processing.none();
        }
        try {
            return Processing.webRtc(treatments);
        } catch (ProcessingUnavailableException e) {
            notices.accept(e.getMessage() + "; it is sent as it is");
            return Processing.none();
        }
    }

    /** What the loudspeaker gets is what an echo is made of. */
    private SoundListener heardBy(Processing processing) {
        SoundListener application = new GuardedSound(sound, notices);
        return new SoundListener() {
            @Override
            public void onSpeaker(String player, long atSample, short[] pcm, int samples) {
                application.onSpeaker(player, atSample, pcm, samples);
            }

            @Override
            public void onMix(long atSample, short[] pcm, int samples) {
                processing.played(pcm);
                application.onMix(atSample, pcm, samples);
            }
        };
    }

    private ClientListener ears(Playback playback) {
        ClientListener application = listener;
        return new ClientListener() {
            @Override
            public void onPeerEvent(PeerEvent event) {
                playback.offer(event);
                application.onPeerEvent(event);
            }

            @Override
            public void onClientEvent(ClientEvent event) {
                application.onClientEvent(event);
            }
        };
    }

    /** A client ends by itself, not with the process. */
    private static Config ownSystemConfig() {
        return ConfigFactory.parseString("""
                        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        pekko.log-dead-letters = off
                        pekko.log-dead-letters-during-shutdown = off
                        """).withFallback(ConfigFactory.load());
    }

    /** Every speech has a channel of its own. One owner. */
    private static final class RoomVoice implements CaptureSink {
        private final VoiceClient client;
        private final String room;
        private final Playback playback;
        private VoiceChannel channel;

        RoomVoice(VoiceClient client, String room, Playback playback) {
            this.client = client;
            this.room = room;
            this.playback = playback;
        }

        @Override
        public void opened() {
            channel = client.openChannel(room);
            playback.setDucked(true);
        }

        @Override
        public void frame(byte[] packet, int length) {
            client.sendFrame(ByteString.fromArray(packet, 0, length));
        }

        @Override
        public void closing() {
            channel.close();
            playback.setDucked(false);
        }
    }
}
