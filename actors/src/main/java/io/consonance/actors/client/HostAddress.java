package io.consonance.actors.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a host listens: a name or a literal IPv4 or IPv6 address (without brackets), and its TCP port.
 *
 * @param host not empty
 * @param port 1 to 65535
 */
public record HostAddress(String host, int port) {
    private static final Pattern IPV4 =
            Pattern.compile("OCTET(\\.OCTET){3}".replace("OCTET", "(25[0-5]|2[0-4]\\d|[01]?\\d?\\d)"));
    /** A colon is in no name: what has one and is no address is refused, not looked up. */
    private static final Pattern IPV6_LIKE = Pattern.compile("(?=[^%]*:)[0-9a-fA-F:][0-9a-fA-F:.]*(%.*)?");

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
        return IPV4.matcher(host).matches() || IPV6_LIKE.matcher(host).matches();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
