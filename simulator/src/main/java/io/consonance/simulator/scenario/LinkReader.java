package io.consonance.simulator.scenario;

import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.simulator.network.DelayModel;
import io.consonance.simulator.network.LinkProfile;
import io.consonance.simulator.network.LossModel;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.network.Outage;
import io.consonance.simulator.network.RateLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the networks of a scenario: the presets, and those it describes itself. Immutable. */
final class LinkReader {

    private static final List<String> DELAYS = List.of("constant", "uniform", "normal", "pareto", "laplace", "trace");
    private static final Pattern OUTAGE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?s ?(?:to|-) ?(\\d+(?:\\.\\d+)?) ?s");
    private static final int RATE_BURST_BYTES = 15_000;
    private static final int QUEUE_BYTES = 128_000;

    private final Map<String, NetworkProfile> own = new TreeMap<>();
    private final Path folder;

    LinkReader(Section scenario, Path folder) {
        this.folder = folder;
        for (String name : scenario.names("networks")) {
            if (NetworkPresets.named(name).isPresent()) {
                throw new InvalidSettingException("networks." + name, name, "another name: this one is a preset");
            }
            Section network = scenario.at("networks").at(name);
            own.put(name, new NetworkProfile(name, link(network.at("up")), link(network.at("down"))));
        }
    }

    /** The network named by a key. */
    NetworkProfile network(Section section, String key) {
        String name = section.text(key).orElse("perfect");
        NetworkProfile network = own.get(name);
        return network != null
                ? network
                : NetworkPresets.named(name).orElseThrow(() -> {
                    List<String> names = new ArrayList<>(NetworkPresets.names());
                    names.addAll(own.keySet());
                    return section.refused(key, "one of " + String.join(", ", names));
                });
    }

    private LinkProfile link(Section link) {
        boolean inOrder = link.onOff("in-order").orElse(true);
        Section delay = link.at("delay");
        return link.make(() -> new LinkProfile(
                loss(link),
                delay.make(() -> delay(delay)),
                inOrder,
                inOrder ? 0.0 : link.share("reorder").orElse(0.0),
                link.share("duplicates").orElse(0.0),
                rate(link),
                outages(link)));
    }

    private static LossModel loss(Section link) {
        if (link.has("gilbert-elliott")) {
            Section chain = link.at("gilbert-elliott");
            return new LossModel(
                    chain.need("good-to-bad", "a share", chain.share("good-to-bad")),
                    chain.need("bad-to-good", "a share", chain.share("bad-to-good")),
                    chain.share("loss-in-good").orElse(0.0),
                    chain.share("loss-in-bad").orElse(1.0),
                    LossModel.VOICE_STEP);
        }
        double loss = link.share("loss").orElse(0.0);
        return link.has("burst") ? LossModel.gilbert(loss, burst(link)) : LossModel.bernoulli(loss);
    }

    private static double burst(Section link) {
        double burst = link.number("burst").orElseThrow();
        if (!(burst >= 1)) {
            throw link.refused("burst", "1 or more packets");
        }
        return burst;
    }

    private DelayModel delay(Section delay) {
        DelayModel model = switch (delay.word("model", "constant", DELAYS)) {
            case "constant" -> DelayModel.constant(time(delay, "mean"));
            case "uniform" -> DelayModel.uniform(time(delay, "min"), max(delay));
            case "normal" -> DelayModel.normal(time(delay, "mean"), needed(delay, "deviation"), max(delay));
            case "pareto" ->
                DelayModel.pareto(
                        time(delay, "min"),
                        needed(delay, "scale"),
                        delay.number("shape").orElse(3.0),
                        max(delay));
            case "laplace" -> DelayModel.laplace(time(delay, "mean"), needed(delay, "scale"), max(delay));
            default -> trace(delay);
        };
        return delay.number("correlation").map(model::withCorrelation).orElse(model);
    }

    private static Duration time(Section delay, String key) {
        return delay.duration(key).orElse(Duration.ZERO);
    }

    private static Duration max(Section delay) {
        return delay.duration("max").orElse(Duration.ofSeconds(1));
    }

    private DelayModel trace(Section delay) {
        String file = delay.need("file", "a CSV file with the column delayMillis", delay.text("file"));
        long[] nanos = CsvTable.read(delay.key("file"), folder.resolve(file), List.of("delayMillis")).stream()
                .mapToLong(row -> row[0] < 0 ? DelayModel.LOST : Math.round(row[0] * 1e6))
                .toArray();
        return DelayModel.trace(delay.duration("step").orElse(LossModel.VOICE_STEP), nanos);
    }

    private static Optional<RateLimit> rate(Section link) {
        return link.wholeNumber("rate")
                .map(bits -> new RateLimit(
                        bits,
                        link.integer("rate-burst").orElse(RATE_BURST_BYTES),
                        link.integer("queue").orElse(QUEUE_BYTES)));
    }

    private static List<Outage> outages(Section link) {
        List<Outage> outages = new ArrayList<>();
        for (String text : link.texts("outages").orElse(List.of())) {
            Matcher matcher = OUTAGE.matcher(text);
            if (!matcher.matches()) {
                throw link.refused("outages", "a list of times such as [\"10s to 12.5s\"]");
            }
            outages.add(new Outage(seconds(matcher.group(1)), seconds(matcher.group(2))));
        }
        return outages;
    }

    private static Duration needed(Section section, String key) {
        return section.need(key, "a duration", section.duration(key));
    }

    private static Duration seconds(String text) {
        return Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
    }
}
