package io.consonance.simulator.cli;

import io.consonance.actors.client.HostAddress;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How durations and addresses are written on the command line. Stateless. */
final class OptionText {

    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(us|ms|s|m|min|h)");

    private OptionText() {}

    /** {@code 20ms}, {@code 1.5s}, {@code 10m}, {@code PT30S}. */
    static final class DurationText implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            Matcher matcher = DURATION.matcher(text);
            if (matcher.matches()) {
                double unitNanos = switch (matcher.group(2)) {
                    case "us" -> 1e3;
                    case "ms" -> 1e6;
                    case "s" -> 1e9;
                    case "h" -> 3_600e9;
                    default -> 60e9;
                };
                return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unitNanos));
            }
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not a duration such as 30s, 20ms or 10m, with its unit");
            }
        }
    }

    /** {@code name:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}. */
    static final class AddressText implements ITypeConverter<HostAddress> {

        @Override
        public HostAddress convert(String text) {
            try {
                return HostAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
