package io.consonance.audio.client;

import io.consonance.audio.device.SoundFormat;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.VoiceCodecs;
import io.consonance.audio.opus.VoiceDecoder;
import io.consonance.audio.playout.AdaptiveBuffer;
import io.consonance.audio.playout.Mixer;
import io.consonance.audio.playout.MixerSettings;
import io.consonance.audio.playout.PlayoutBuffer;
import io.consonance.audio.playout.SpeakerPlayout;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.wire.CodecSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Everybody who speaks, as one listener hears them. {@link #offer} may be called by one thread, {@link #render} by
 * another, which owns the rest; what is shown and set may be by any. Does no IO and reads no clock: time is the
 * number of samples played, and a packet arrives when a block is due that can make use of it. So a device that takes blocks
 * in bursts, or stalls, is jitter like the network's, and its drift against the sender is too.
 */
final class Playback {

    /** More than a second of forty speakers: who does not play for that long has lost them anyway. */
    private static final int INBOX_FRAMES = 2_048;
    /** Left free for who came, left or speaks: lost with the frames, a newcomer would never be heard. */
    private static final int INBOX_NEWS = 2_048;

    private static final int BLOCKS_BETWEEN_REPORTS = 10;

    private final ArrayBlockingQueue<PeerEvent> inbox = new ArrayBlockingQueue<>(INBOX_FRAMES + INBOX_NEWS);
    private final Map<String, Float> volumes = new ConcurrentHashMap<>();
    private final Map<String, CodecSettings> codecs = new HashMap<>();
    private final Map<String, Double> levelsDb = new TreeMap<>();
    private final byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
    private final String ownName;
    private final Mixer mixer;
    private final SoundListener listener;
    private final Consumer<String> notices;
    private final Mixer.Tap tap = this::heard;

    private volatile List<AudioStatus.Speaker> report = List.of();
    private volatile int expectedLossPercent;
    private volatile boolean ducked;
    private volatile boolean volumesChanged;
    private long atSample;
    private long blocks;

    Playback(String ownName, MixerSettings settings, SoundListener listener, Consumer<String> notices) {
        this.ownName = ownName;
        this.mixer = new Mixer(settings);
        this.listener = listener;
        this.notices = notices;
    }

    /** Something that happened in the session; false if nobody has played for so long that there is no room for it. */
    boolean offer(PeerEvent event) {
        boolean spared = event instanceof PeerEvent.VoiceReceived && inbox.remainingCapacity() <= INBOX_NEWS;
        return !spared && inbox.offer(event);
    }

    void setVolume(String player, float volume) {
        volumes.put(player, volume);
        volumesChanged = true;
    }

    /** While we talk ourselves, the others are less loud. */
    void setDucked(boolean on) {
        ducked = on;
    }

    List<AudioStatus.Speaker> speakers() {
        return report;
    }

    /** What our own encoder should expect the others to lose. */
    int expectedLossPercent() {
        return expectedLossPercent;
    }

    /** The next block of the mix. */
    void render(short[] mix) {
        long nowNanos = SoundFormat.nanos(atSample);
        for (PeerEvent event = inbox.poll(); event != null; event = inbox.poll()) {
            handle(nowNanos, event);
        }
        if (volumesChanged) {
            volumesChanged = false;
            volumes.forEach(mixer::setVolume);
        }
        boolean reporting = blocks++ % BLOCKS_BETWEEN_REPORTS == 0;
        if (reporting) {
            publish();
        }
        mixer.setDucked(ducked);
        mixer.read(nowNanos, mix, tap);
        listener.onMix(atSample, mix, Mixer.BLOCK_SAMPLES);
        atSample += Mixer.BLOCK_SAMPLES;
    }

    private void heard(String speaker, short[] pcm) {
        if (blocks % BLOCKS_BETWEEN_REPORTS == 0) {
            levelsDb.put(speaker, AudioStatus.levelDb(pcm, Mixer.BLOCK_SAMPLES));
        }
        listener.onSpeaker(speaker, atSample, pcm, Mixer.BLOCK_SAMPLES);
    }

    private void handle(long atNanos, PeerEvent event) {
        if (event instanceof PeerEvent.VoiceReceived voice) {
            arrive(atNanos, voice);
        } else if (event instanceof PeerEvent.StartedSpeaking started) {
            SpeakerPlayout speaker = admit(started.name());
            if (speaker != null) {
                speaker.start(atNanos);
            }
        } else if (event instanceof PeerEvent.StoppedSpeaking stopped) {
            SpeakerPlayout speaker = mixer.speaker(stopped.name());
            if (speaker != null) {
                speaker.stop(atNanos);
            }
        } else if (event instanceof PeerEvent.PlayerJoined joined) {
            // it may have come back with other settings
            mixer.drop(joined.name());
            codecs.put(joined.name(), joined.codec());
        } else if (event instanceof PeerEvent.PlayerLeft left) {
            mixer.drop(left.name());
            codecs.remove(left.name());
        }
    }

    private void arrive(long atNanos, PeerEvent.VoiceReceived voice) {
        SpeakerPlayout speaker = mixer.speaker(voice.player());
        int bytes = voice.audio().size();
        if (speaker != null && bytes <= packet.length) {
            voice.audio().copyToArray(packet, 0, bytes);
            int priority = voice.priority().level();
            speaker.arrive(atNanos, voice.sequence(), packet, 0, bytes, voice.amplitude(), priority);
        }
    }

    private SpeakerPlayout admit(String name) {
        SpeakerPlayout known = mixer.speaker(name);
        CodecSettings codec = codecs.get(name);
        if (known != null || codec == null || name.equals(ownName)) {
            return known;
        }
        try {
            VoiceDecoder decoder = VoiceCodecs.decoder(codec);
            SpeakerPlayout speaker =
                    new SpeakerPlayout(decoder, new AdaptiveBuffer(SoundFormat.nanos(decoder.frameSamples())));
            mixer.add(name, speaker);
            mixer.setVolume(name, volumes.getOrDefault(name, 1f));
            return speaker;
        } catch (IllegalArgumentException e) {
            codecs.remove(name);
            notices.accept(name + " cannot be heard: " + e.getMessage());
            return null;
        }
    }

    private void publish() {
        report = levelsDb.entrySet().stream()
                .filter(entry -> mixer.speaker(entry.getKey()) != null)
                .map(entry -> speaker(entry.getKey(), entry.getValue()))
                .toList();
        levelsDb.clear();
        expectedLossPercent = mixer.expectedLossPercent(expectedLossPercent);
    }

    private AudioStatus.Speaker speaker(String name, double levelDb) {
        PlayoutBuffer buffer = mixer.speaker(name).buffer();
        return new AudioStatus.Speaker(
                name, levelDb, buffer.lossFraction(), buffer.jitterNanos() / 1e6, buffer.targetDelayNanos() / 1e6);
    }
}
