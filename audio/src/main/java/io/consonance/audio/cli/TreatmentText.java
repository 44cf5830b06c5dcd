package io.consonance.audio.cli;

import io.consonance.audio.capture.Treatment;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code echo}, {@code noise} or {@code gain}. */
final class TreatmentText implements ITypeConverter<Treatment> {

    @Override
    public Treatment convert(String text) {
        return Arrays.stream(Treatment.values())
                .filter(treatment -> treatment.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "': use echo, noise or gain"));
    }
}
