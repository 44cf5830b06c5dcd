package io.consonance.simulator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The report as JSON, fields in the order of {@code docs/report-format.md}. Stateless. */
public final class ReportJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // Double.toString differs between JDK 17 and later ones; this writer is Jackson's own
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            // a later program of the same format may write more
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
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

    /**
     * Reads what {@link #of} wrote.
     *
     * @throws IOException if there is no such file or it is no report of this format; the message says which and why
     */
    public static Report read(Path file) throws IOException {
        try {
            JsonNode tree = MAPPER.readTree(Files.readString(file));
            String schema = tree.path("schema").asText();
            if (!schema.equals(Report.SCHEMA)) {
                throw new IOException(file + ": no report of the format " + Report.SCHEMA
                        + (schema.isEmpty() ? "" : " but " + schema) + "; use what simulate --json wrote");
            }
            return MAPPER.treeToValue(tree, Report.class);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new IOException(file + ": no report; use what simulate --json wrote", e);
        }
    }

    /** On one line, safe to stand inside an HTML script element. */
    static String forScript(Object value) {
        try {
            return MAPPER.writeValueAsString(value)
                    .replace("<", "\\u003c")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written", e);
        }
    }
}
