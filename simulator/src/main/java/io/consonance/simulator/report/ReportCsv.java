package io.consonance.simulator.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The report as one CSV table, a value per line, as spreadsheets and statistics programs like it. Stateless. */
public final class ReportCsv {

    private static final CsvMapper MAPPER = CsvMapper.csvBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final ObjectWriter LINES =
            MAPPER.writer(MAPPER.schemaFor(Line.class).withHeader());

    /** {@code name} is the room, group or threshold, {@code second} counts from when the talk began. */
    @JsonPropertyOrder({"part", "name", "second", "measure", "unit", "value"})
    record Line(String part, String name, Integer second, String measure, String unit, Number value) {}

    private ReportCsv() {}

    /** The table, with a line of column names. */
    public static String of(Report report) {
        List<Line> lines = new ArrayList<>();
        for (Measure measure : Measure.of(report)) {
            lines.add(new Line("run", null, null, measure.name(), measure.unit(), measure.value()));
        }
        for (Threshold threshold : report.thresholds()) {
            lines.add(new Line("threshold", threshold.name(), null, "limit", threshold.unit(), threshold.limit()));
            lines.add(new Line("threshold", threshold.name(), null, "actual", threshold.unit(), threshold.actual()));
        }
        if (report.acrossSeeds() != null) {
            addSeeds(lines, report.acrossSeeds());
        }
        for (Report.Room room : report.rooms()) {
            lines.add(new Line("room", room.name(), null, "members", "peers", room.members()));
            lines.add(new Line("room", room.name(), null, "expected", "frames", room.expected()));
            lines.add(new Line("room", room.name(), null, "delivered", "frames", room.delivered()));
        }
        addSeconds(lines, report);
        if (report.groups() != null && report.groups().get(0).decoded() != null) {
            addDecoded(lines, report.groups().get(0).decoded());
        }
        try {
            return LINES.writeValueAsString(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("a report that cannot be written", e);
        }
    }

    private static void addSeeds(List<Line> lines, AcrossSeeds across) {
        for (AcrossSeeds.Interval interval : across.measures()) {
            lines.add(new Line("seeds", "mean", null, interval.name(), interval.unit(), interval.mean()));
            lines.add(new Line("seeds", "low", null, interval.name(), interval.unit(), interval.low()));
            lines.add(new Line("seeds", "high", null, interval.name(), interval.unit(), interval.high()));
            for (int i = 0; i < interval.perSeed().length; i++) {
                String seed = across.seeds().get(i).toString();
                lines.add(new Line("seeds", seed, null, interval.name(), interval.unit(), interval.perSeed()[i]));
            }
        }
    }

    private static void addSeconds(List<Line> lines, Report report) {
        Report.PacketsPerSecond packets = report.packetsPerSecond();
        for (int second = 0; second < packets.sent().length; second++) {
            lines.add(new Line("second", null, second, "sent", "packets", packets.sent()[second]));
        }
        for (int second = 0; second < packets.delivered().length; second++) {
            lines.add(new Line("second", null, second, "delivered", "packets", packets.delivered()[second]));
        }
        if (report.groups() != null) {
            report.groups().forEach(group -> addSeconds(lines, group));
        }
    }

    /** Every listener that really decoded, once: the first group is everybody. */
    private static void addDecoded(List<Line> lines, Report.Decoded decoded) {
        for (Report.DecodedListener listener : decoded.each()) {
            String name = listener.name();
            lines.add(new Line("decoded", name, null, "mos", "MOS", listener.mos()));
            lines.add(new Line("decoded", name, null, "missing", "%", 100 * listener.missingFraction()));
            double unplayed = (double) listener.unplayedFrames() / listener.frames();
            lines.add(new Line("decoded", name, null, "never played", "%", 100 * unplayed));
            lines.add(new Line("decoded", name, null, "distance", "dB", listener.distanceDb()));
            lines.add(new Line("decoded", name, null, "codec alone", "dB", listener.codecAloneDb()));
        }
    }

    /** Seconds in which nobody was to be heard have no line. */
    private static void addSeconds(List<Line> lines, Report.Group group) {
        Report.OverTime time = group.overTime();
        for (int second = 0; second < time.mos().length; second++) {
            if (time.mos()[second] > 0) {
                String name = group.name();
                lines.add(new Line("second", name, second, "mos", "MOS", time.mos()[second]));
                lines.add(new Line("second", name, second, "missing", "%", 100 * time.missingFraction()[second]));
                lines.add(new Line("second", name, second, "mouth to ear", "ms", time.mouthToEarMillis()[second]));
            }
        }
    }
}
