package io.consonance.simulator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The report as JSON, fields in the order of {@code docs/report-format.md}. Stateless. */
public final class ReportJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // Double.toString differs between JDK 17 and later ones; this writer is Jackson's own
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ReportJson() {}

    /** Indented, with a line break at the end. */
    public static String of(Report report) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written", e);
        }
    }

    /** On one line, safe to stand inside an HTML script element. */
    static String forScript(Report report) {
        try {
            return MAPPER.writeValueAsString(report)
                    .replace("<", "\\u003c")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written", e);
        }
    }
}
