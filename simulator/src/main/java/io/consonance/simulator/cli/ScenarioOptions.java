package io.consonance.simulator.cli;

import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.scenario.Churn;
import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.Place;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.Thresholds;
import io.consonance.simulator.scenario.VoiceCodec;
import io.consonance.simulator.talk.P59;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code simulate} that say what a run is about: the short way to a scenario of one group. */
final class ScenarioOptions {

    private static final int PEERS = 500;
    private static final int ROOM_SIZE = 8;
    private static final int SESSION_SIZE = 64;
    private static final int LIVE_SESSION_SIZE = 500;
    private static final Duration DURATION = Duration.ofSeconds(30);
    private static final double LIVE_MAX_LOSS = 0.001;
    private static final Duration LIVE_MAX_P99 = Duration.ofMillis(50);

    @Option(
            names = "--peers",
            paramLabel = "N",
            description = "Virtual peers, 1 to 65535, with --virtual to 1000000 (default: " + PEERS + ").")
    private Integer peers;

    @Option(
            names = "--room-size",
            paramLabel = "K",
            description = "Peers per room, 1 to 65535 (default: " + ROOM_SIZE + ").")
    private Integer roomSize;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = OptionText.DurationText.class,
            description = "How long they talk, 100ms to 24h (default: 30s).")
    private Duration duration;

    @Option(
            names = "--churn",
            description = "Peers leave and come back, some without goodbye; the roster is checked for ghosts.")
    private boolean churn;

    @Option(
            names = "--frame",
            paramLabel = "TIME",
            converter = OptionText.DurationText.class,
            description = "Length of a voice frame: 10ms, 20ms, 40ms or 60ms (default: 20ms).")
    private Duration frame;

    @Option(
            names = "--bitrate",
            paramLabel = "BPS",
            description = "Bit/s of the Opus packets, 6000 to 128000 (default: 24000).")
    private Integer bitrateBps;

    @Option(names = "--no-correction", description = "With --virtual: the packets carry no in-band error correction.")
    private boolean noCorrection;

    @Option(
            names = "--network",
            paramLabel = "PRESET",
            converter = Preset.class,
            description = "With --virtual: what lies between each peer and the host: perfect, fibre, wifi,"
                    + " congested-wifi, lte or satellite; engineering values (default: perfect).")
    private NetworkProfile network;

    @Option(
            names = "--session-size",
            paramLabel = "N",
            description = "Most peers in one session, at least a room; joining costs the square of it (default: "
                    + LIVE_SESSION_SIZE + ", with --virtual " + SESSION_SIZE + ", or a room if that is larger).")
    private Integer sessionSize;

    @Option(
            names = "--max-loss",
            paramLabel = "SHARE",
            converter = OptionText.ShareText.class,
            description = "Largest share of expected deliveries that may fail to arrive exactly once"
                    + " (default: 0.1%%; with --virtual: any).")
    private Double maxLoss;

    @Option(
            names = "--max-p99",
            paramLabel = "TIME",
            converter = OptionText.DurationText.class,
            description = "Largest one-way latency of 99 %% of the deliveries (default: 50ms; with --virtual: any).")
    private Duration maxP99;

    @Option(
            names = "--min-mos",
            paramLabel = "MOS",
            description = "With --virtual: smallest mean opinion score, 1 to 4.5 (default: any).")
    private Double minMos;

    Scenario scenario(boolean virtual) {
        int size = or(roomSize, ROOM_SIZE);
        PeerGroup everybody = new PeerGroup(
                "peer",
                or(peers, PEERS),
                new Place.Rooms(size),
                new VoiceCodec(
                        or(frame, VoiceCodec.DEFAULT.frame()),
                        or(bitrateBps, VoiceCodec.DEFAULT.bitrateBps()),
                        !noCorrection),
                new P59(),
                or(network, NetworkPresets.PERFECT),
                churn ? Optional.of(Churn.DEFAULT) : Optional.empty(),
                OptionalDouble.empty());
        return new Scenario(
                "default",
                or(duration, DURATION),
                or(
                        sessionSize,
                        Math.max(virtual ? SESSION_SIZE : LIVE_SESSION_SIZE, Math.min(size, everybody.peers()))),
                List.of(everybody),
                new Thresholds(
                        optional(or(maxLoss, virtual ? null : LIVE_MAX_LOSS)),
                        Optional.ofNullable(or(maxP99, virtual ? null : LIVE_MAX_P99)),
                        optional(minMos)));
    }

    private static <T> T or(T given, T otherwise) {
        return given != null ? given : otherwise;
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** A preset by name. */
    static final class Preset implements ITypeConverter<NetworkProfile> {

        @Override
        public NetworkProfile convert(String text) {
            return NetworkPresets.named(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is none of " + String.join(", ", NetworkPresets.names())));
        }
    }
}
