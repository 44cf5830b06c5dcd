package io.consonance.simulator.live;

import io.consonance.simulator.measure.VoiceStamp;
import io.consonance.simulator.talk.ClipLibrary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clips' packets with room for a stamp, made once each. Thread-safe. */
final class VoiceTemplates {

    private final ClipLibrary clips;
    private final Map<byte[], byte[]> templates = new ConcurrentHashMap<>();

    VoiceTemplates(ClipLibrary clips) {
        this.clips = clips;
    }

    /** Not to be written to. Packets are told apart by identity, which is what arrays hash by. */
    byte[] template(int speaker, int sequence) {
        return templates.computeIfAbsent(clips.packet(speaker, sequence), VoiceStamp::template);
    }

    /** Mean size of what is sent. */
    double meanBytes() {
        return clips.meanBytes() + VoiceStamp.OVERHEAD_BYTES;
    }
}
