package io.consonance.simulator.scenario;

import io.consonance.simulator.talk.Monologue;
import io.consonance.simulator.talk.OnOff;
import io.consonance.simulator.talk.P59;
import io.consonance.simulator.talk.RandomTime;
import io.consonance.simulator.talk.Silence;
import io.consonance.simulator.talk.TalkModel;
import io.consonance.simulator.talk.TalkTrace;
import io.consonance.simulator.talk.Talkspurt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Reads who talks when. Stateless. */
final class TalkReader {

    private static final List<String> MODELS =
            List.of("p59", "on-off", "weibull", "push-to-talk", "monologue", "silence", "trace");
    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofHours(24);
    /** IEEE 802.11-14/0571r12, VoIP traffic. */
    private static final Duration ON_OFF_MEAN = Duration.ofMillis(1_250);
    /** A key is not held for less; engineering values. */
    private static final Duration KEY_LEAST = Duration.ofMillis(400);

    private static final Duration KEY_DOWN_MEAN = Duration.ofSeconds(2);
    private static final Duration KEY_UP_MEAN = Duration.ofSeconds(20);

    private TalkReader() {}

    static TalkModel talk(Section talk, Path folder) {
        return switch (talk.word("model", "p59", MODELS)) {
            case "p59" -> new P59();
            case "on-off" ->
                new OnOff(
                        "exponential on/off",
                        RandomTime.exponential(time(talk, "talk-mean", ON_OFF_MEAN)),
                        RandomTime.exponential(time(talk, "silence-mean", ON_OFF_MEAN)));
            case "weibull" ->
                new OnOff(
                        "Weibull on/off",
                        new RandomTime(
                                Duration.ZERO,
                                time(talk, "talk-scale", Duration.ofMillis(1_423)),
                                shape(talk, "talk-shape", 0.824)),
                        new RandomTime(
                                Duration.ZERO,
                                time(talk, "silence-scale", Duration.ofMillis(899)),
                                shape(talk, "silence-shape", 1.089)));
            case "push-to-talk" ->
                new OnOff(
                        "push-to-talk",
                        new RandomTime(KEY_LEAST, time(talk, "talk-mean", KEY_DOWN_MEAN), 1),
                        RandomTime.exponential(time(talk, "silence-mean", KEY_UP_MEAN)));
            case "monologue" -> new Monologue();
            case "silence" -> new Silence();
            default -> trace(talk, folder);
        };
    }

    private static TalkModel trace(Section talk, Path folder) {
        String file = talk.need("file", "a CSV file with the columns start,end,speaker", talk.text("file"));
        List<double[]> rows = CsvTable.read(talk.key("file"), folder.resolve(file), List.of("start", "end", "speaker"));
        return new TalkTrace(rows.stream()
                .map(row -> {
                    boolean right = row[0] >= 0 && row[1] > row[0] && row[2] >= 1 && row[2] == Math.rint(row[2]);
                    if (!right) {
                        throw talk.refused("file", "rows with 0 <= start < end in seconds, and speakers from 1");
                    }
                    return new Talkspurt((int) row[2] - 1, Math.round(row[0] * 1e9), Math.round(row[1] * 1e9));
                })
                .toList());
    }

    private static Duration time(Section talk, String key, Duration otherwise) {
        Duration time = talk.duration(key).orElse(otherwise);
        talk.make(() -> {
            Limits.requireWithin(key, time, MIN, MAX);
            return time;
        });
        return time;
    }

    private static double shape(Section talk, String key, double otherwise) {
        double shape = talk.number(key).orElse(otherwise);
        talk.make(() -> {
            Limits.requireWithin(key, shape, 0.1, 10);
            return shape;
        });
        return shape;
    }
}
