package io.consonance.simulator.live;

import io.consonance.actors.client.HostAddress;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.Place;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.VoiceCodec;
import java.time.Duration;
import java.util.Optional;

/**
 * What a live run is asked for.
 *
 * @param scenario at most 65,535 peers, one codec; the networks come on top of the one that is there
 * @param warmUp how long is talked before that without being measured, 0 to 10 minutes
 * @param seed everything random is drawn from it
 * @param host where the host listens; empty: one of our own, on the loopback interface
 */
public record LiveSettings(Scenario scenario, Duration warmUp, long seed, Optional<HostAddress> host) {

    /** Most peers in a live run. */
    public static final int MAX_PEERS = 65_535;

    private static final Duration MAX_WARM_UP = Duration.ofMinutes(10);

    /** Refuses what only a run in virtual time can do. */
    public LiveSettings {
        if (scenario.peers() > MAX_PEERS) {
            throw new InvalidSettingException("peers", String.valueOf(scenario.peers()), "1 to " + MAX_PEERS);
        }
        if (warmUp.isNegative() || warmUp.compareTo(MAX_WARM_UP) > 0) {
            throw new InvalidSettingException("warm-up", warmUp.toString(), "0 s to 10 min");
        }
        scenario.events().stream().findFirst().ifPresent(event -> {
            throw new InvalidSettingException("events." + event.name(), event.words(), "no events in a live run");
        });
        scenario.thresholds().minMos().ifPresent(mos -> {
            throw new InvalidSettingException("min-mos", String.valueOf(mos), "none in a live run");
        });
        if (scenario.decode() > 0) {
            throw new InvalidSettingException(
                    "decode", String.valueOf(scenario.decode()), "0 in a live run, where nobody has ears");
        }
        if (scenario.seeds() > 1) {
            throw new InvalidSettingException("seeds", String.valueOf(scenario.seeds()), "1 in a live run");
        }
        VoiceCodec codec = scenario.groups().get(0).codec();
        for (PeerGroup group : scenario.groups()) {
            String key = "groups." + group.name() + ".";
            group.arrival().ifPresent(arrival -> {
                throw new InvalidSettingException(
                        key + "arrival.at", arrival.at().toMillis() + " ms", "none in a live run");
            });
            if (group.place() instanceof Place.Plane plane) {
                throw new InvalidSettingException(
                        key + "plane.cell", plane.cell() + " m", "room or room-size instead, in a live run");
            }
            group.minMos().ifPresent(mos -> {
                throw new InvalidSettingException(key + "min-mos", String.valueOf(mos), "none in a live run");
            });
            if (!group.codec().corrects()) {
                throw new InvalidSettingException(key + "correction", "off", "on in a live run, which plays nothing");
            }
            if (!group.codec().equals(codec)) {
                throw new InvalidSettingException(
                        key + "frame, bitrate and correction",
                        group.codec().toString(),
                        "in a live run, one for all groups");
            }
        }
    }

    int peers() {
        return scenario.peers();
    }

    VoiceCodec codec() {
        return scenario.groups().get(0).codec();
    }

    /** Whether anybody comes and goes. */
    public boolean churn() {
        return scenario.groups().stream().anyMatch(group -> group.churn().isPresent());
    }
}
