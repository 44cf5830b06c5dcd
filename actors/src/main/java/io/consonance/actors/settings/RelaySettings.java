package io.consonance.actors.settings;

/** {@code consonance.relay}: the UDP sockets of a host; {@code reference.conf} documents each. */
public record RelaySettings(int islands, int receiveBufferBytes, int sendBufferBytes, int batch) {}
