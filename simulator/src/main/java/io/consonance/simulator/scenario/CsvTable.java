package io.consonance.simulator.scenario;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.consonance.actors.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Numbers from a CSV file: one header line, then rows of as many numbers. Stateless. */
final class CsvTable {

    private static final CsvMapper MAPPER =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private CsvTable() {}

    /**
     * The rows of a file.
     *
     * @param key that named the file
     * @param columns what the header has to say
     */
    static List<double[]> read(String key, Path file, List<String> columns) {
        String allowed = "a CSV file with the columns " + String.join(",", columns);
        List<double[]> rows = new ArrayList<>();
        try (MappingIterator<String[]> lines = MAPPER.readerFor(String[].class)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(file.toFile())) {
            if (!lines.hasNext() || !List.of(trimmed(lines.next())).equals(columns)) {
                throw new InvalidSettingException(key, file.toString(), allowed);
            }
            while (lines.hasNext()) {
                rows.add(numbers(key, file, allowed, lines.next(), rows.size() + 2, columns.size()));
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidSettingException refused) {
                throw refused;
            }
            throw new InvalidSettingException(key, file.toString(), allowed + "; it cannot be read");
        }
        if (rows.isEmpty()) {
            throw new InvalidSettingException(key, file.toString(), allowed + " and at least one row");
        }
        return rows;
    }

    private static double[] numbers(String key, Path file, String allowed, String[] cells, int line, int columns) {
        String where = file + " line " + line;
        if (cells.length != columns) {
            throw new InvalidSettingException(key, where, allowed);
        }
        double[] row = new double[columns];
        for (int i = 0; i < columns; i++) {
            try {
                row[i] = Double.parseDouble(cells[i].trim());
            } catch (NumberFormatException e) {
                throw new InvalidSettingException(key, where, "numbers, not '" + cells[i] + "'");
            }
        }
        return row;
    }

    private static String[] trimmed(String[] cells) {
        String[] trimmed = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            trimmed[i] = cells[i].trim();
        }
        return trimmed;
    }
}
