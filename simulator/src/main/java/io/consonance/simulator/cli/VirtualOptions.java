package io.consonance.simulator.cli;

import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.virtual.VirtualSettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code simulate --virtual}. */
final class VirtualOptions {

    private static final List<String> ONLY_VIRTUAL =
            List.of("--network", "--threads", "--session-size", "--bitrate", "--no-correction", "--min-mos");
    private static final List<String> ONLY_LIVE = List.of("--warm-up", "--host", "--churn");
    private static final int SESSION_SIZE = 64;

    @Option(
            names = "--virtual",
            description = "Run the machines, networks and playout buffers on a virtual clock: repeatable to the last"
                    + " byte (but for the report's run object), and faster than real time.")
    private boolean virtual;

    @Option(
            names = "--network",
            paramLabel = "PRESET",
            defaultValue = "perfect",
            converter = Preset.class,
            description = "With --virtual: what lies between each peer and the host: perfect, fibre, wifi,"
                    + " congested-wifi, lte or satellite; engineering values (default: ${DEFAULT-VALUE}).")
    private NetworkProfile network;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "With --virtual: threads that share the work; the result is the same (default: the cores).")
    private Integer threads;

    @Option(
            names = "--session-size",
            paramLabel = "N",
            description = "With --virtual: most peers in one session, at least a room" + " (default: " + SESSION_SIZE
                    + ", or a room if that is larger).")
    private Integer sessionSize;

    @Option(
            names = "--bitrate",
            paramLabel = "BPS",
            defaultValue = "24000",
            description = "With --virtual: bit/s of the Opus packets, 6000 to 128000 (default: ${DEFAULT-VALUE}).")
    private int bitrateBps;

    @Option(names = "--no-correction", description = "With --virtual: the packets carry no in-band error correction.")
    private boolean noCorrection;

    @Option(
            names = "--min-mos",
            paramLabel = "MOS",
            description = "With --virtual: smallest mean opinion score, 1 to 4.5 (default: any).")
    private Double minMos;

    boolean isOn() {
        return virtual;
    }

    /** What is wrong about the combination of options; null if nothing is. */
    String conflict(ParseResult given) {
        for (String option : virtual ? ONLY_LIVE : ONLY_VIRTUAL) {
            if (given.hasMatchedOption(option)) {
                return option + (virtual ? " does not go with --virtual" : " goes with --virtual only");
            }
        }
        return null;
    }

    VirtualSettings settings(
            int peers,
            int roomSize,
            Duration duration,
            Duration frame,
            long seed,
            OptionalDouble maxMissedFraction,
            OptionalDouble maxP99Millis) {
        return new VirtualSettings(
                peers,
                roomSize,
                sessionSize != null ? sessionSize : Math.max(SESSION_SIZE, roomSize),
                duration,
                frame,
                bitrateBps,
                !noCorrection,
                network,
                seed,
                threads != null ? threads : Runtime.getRuntime().availableProcessors(),
                maxMissedFraction,
                maxP99Millis,
                minMos == null ? OptionalDouble.empty() : OptionalDouble.of(minMos));
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
