package io.consonance.simulator.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Access networks by name. <strong>Engineering values</strong>, chosen to be plausible: there is no well-sourced table
 * of such networks. Certified profiles are in ITU-T G.1050 / TIA-921 and RFC 8867 to 8869. Stateless.
 *
 * <p>Delays are of one direction between the peer and the host, so that a packet from peer to peer takes two of them.
 */
public final class NetworkPresets {

    /** Everything arrives at once. */
    public static final NetworkProfile PERFECT =
            new NetworkProfile("perfect", LinkProfile.PERFECT, LinkProfile.PERFECT);

    private static final List<NetworkProfile> ALL = List.of(
            PERFECT,
            symmetric(
                    "fibre",
                    LinkProfile.of(LossModel.bernoulli(0.0002), laplace(6, 0.5, 30))
                            .withRate(new RateLimit(100_000_000, 15_000, 250_000))),
            // the jitter is that of IEEE 802.11-14/0571r12 for voice
            symmetric(
                    "wifi",
                    LinkProfile.of(
                                    LossModel.gilbert(0.01, 2),
                                    laplace(15, 5.11, 80).withCorrelation(0.5))
                            .withRate(new RateLimit(20_000_000, 15_000, 128_000))),
            symmetric(
                    "congested-wifi",
                    LinkProfile.of(
                                    LossModel.gilbert(0.04, 3),
                                    pareto(15, 20, 3, 400).withCorrelation(0.7))
                            .withRate(new RateLimit(3_000_000, 15_000, 128_000))
                            .withDuplicates(0.001)),
            new NetworkProfile(
                    "lte",
                    LinkProfile.of(
                                    LossModel.gilbert(0.005, 2),
                                    normal(30, 8, 200).withCorrelation(0.8))
                            .withRate(new RateLimit(5_000_000, 15_000, 128_000)),
                    LinkProfile.of(
                                    LossModel.gilbert(0.003, 2),
                                    normal(25, 6, 200).withCorrelation(0.8))
                            .withRate(new RateLimit(20_000_000, 15_000, 256_000))),
            symmetric(
                    "satellite",
                    LinkProfile.of(
                                    LossModel.gilbert(0.005, 4),
                                    normal(275, 10, 600).withCorrelation(0.8))
                            .withRate(new RateLimit(2_000_000, 15_000, 256_000))));

    private NetworkPresets() {}

    /** The preset of that name. */
    public static Optional<NetworkProfile> named(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** All names, from good to bad. */
    public static List<String> names() {
        return ALL.stream().map(NetworkProfile::name).toList();
    }

    private static NetworkProfile symmetric(String name, LinkProfile link) {
        return new NetworkProfile(name, link, link);
    }

    private static DelayModel laplace(double centreMillis, double scaleMillis, double maxMillis) {
        return DelayModel.laplace(millis(centreMillis), millis(scaleMillis), millis(maxMillis));
    }

    private static DelayModel normal(double meanMillis, double deviationMillis, double maxMillis) {
        return DelayModel.normal(millis(meanMillis), millis(deviationMillis), millis(maxMillis));
    }

    private static DelayModel pareto(double baseMillis, double scaleMillis, double shape, double maxMillis) {
        return DelayModel.pareto(millis(baseMillis), millis(scaleMillis), shape, millis(maxMillis));
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }
}
