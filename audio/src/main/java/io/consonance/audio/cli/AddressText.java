package io.consonance.audio.cli;

import io.consonance.actors.client.HostAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code name:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}. */
final class AddressText implements ITypeConverter<HostAddress> {

    @Override
    public HostAddress convert(String text) {
        try {
            return HostAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
