package io.consonance.actors.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a host listens: a name or a literal IPv4 or IPv6 address (without brackets), and its TCP port.
 *
 * @param host not empty
 * @param port 1 to 65535
 */
public record HostAddress(String host, int port) {
    /** Refuses an empty name and a port out of range. */
    public HostAddress {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("a host address needs a name or an address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " of " + host + " is not between 1 and 65535");
        }
    }

    /** The address of a socket that is already known. */
    public static HostAddress of(InetSocketAddress address) {
        return new HostAddress(address.getHostString(), address.getPort());
    }

    /** Reads {@code name:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}. */
    public static HostAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (!bracketed && host.indexOf(':') >= 0)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a host address; write name:port, 192.0.2.1:port or [2001:db8::1]:port");
        }
        try {
            return new HostAddress(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" has no port number after the last colon", e);
        }
    }

    /** True if no resolver is needed. */
    boolean literal() {
        return isLiteral(host);
    }

    /** Every address the name stands for, in the resolver's order; blocks unless {@link #literal()}. */
    List<InetSocketAddress> resolve() throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** True for what can only be an IPv4 or IPv6 address, so that reading it never asks a resolver. */
    static boolean isLiteral(String host) {
        boolean colon = host.indexOf(':') >= 0;
        if (host.isEmpty() || (!colon && host.chars().filter(c -> c == '.').count() != 3)) {
            return false;
        }
        int end = colon && host.indexOf('%') > 0 ? host.indexOf('%') : host.length();
        return host.chars()
                .limit(end)
                .allMatch(c ->
                        c == '.' || (c >= '0' && c <= '9') || (colon && (c == ':' || Character.digit(c, 16) >= 0)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
