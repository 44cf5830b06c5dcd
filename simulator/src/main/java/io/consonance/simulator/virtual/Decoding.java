package io.consonance.simulator.virtual;

import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.scenario.VoiceCodec;
import io.consonance.simulator.signal.Ear;
import io.consonance.simulator.signal.Voices;
import io.consonance.simulator.talk.RandomStreams;
import java.util.HashMap;
import java.util.Map;

/**
 * Who really decodes, and what is said to them. Networks carry packets of the mean size all the same, so that nothing else in
 * a report changes with it. Immutable.
 */
record Decoding(Scenario scenario, Map<VoiceCodec, Voices> voices) {

    /** Encodes what will be said, if anybody decodes at all. */
    static Decoding of(Scenario scenario, RandomStreams random) {
        Map<VoiceCodec, Voices> voices = new HashMap<>();
        if (scenario.decode() > 0) {
            for (PeerGroup group : scenario.groups()) {
                voices.computeIfAbsent(group.codec(), codec -> Voices.of(codec, scenario.duration(), random));
            }
        }
        return new Decoding(scenario, Map.copyOf(voices));
    }

    /** Whether a listener does. Peers count within the session. */
    boolean decodes(SessionPlan session, int listener) {
        return !voices.isEmpty() && scenario.decodes(session.firstPeer() + listener);
    }

    /** Null if the listener does not decode. */
    Ear ear(SessionPlan session, int listener, int speaker, long firstPlayNanos) {
        if (!decodes(session, listener)) {
            return null;
        }
        return voices.get(session.group(speaker).codec())
                .ear(session.firstPeer() + speaker, session.talk().speaker(speaker), firstPlayNanos);
    }
}
