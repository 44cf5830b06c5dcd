package io.consonance.engine.link;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as text, without ever asking a name service. */
final class AddressLiteral {

    private static final int MAX_LENGTH = 45;
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6_LIKE = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private AddressLiteral() {}

    /** The address, or null when the text is not a literal one. */
    static InetAddress parse(String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            return null;
        }
        boolean isIpv4 = IPV4.matcher(text).matches();
        if (!isIpv4 && !IPV6_LIKE.matcher(text).matches()) {
            return null;
        }
        try {
            // Both shapes are taken for literals by the JDK; a wrong one is refused, not looked up.
            return isIpv4 ? InetAddress.getByAddress(octets(text)) : InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The address as text, without the scope of a link-local one: that means nothing elsewhere. */
    static String of(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static byte[] octets(String text) throws UnknownHostException {
        String[] parts = text.split("\\.");
        byte[] octets = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int octet = Integer.parseInt(parts[i]);
            if (octet > 255) {
                throw new UnknownHostException(text);
            }
            octets[i] = (byte) octet;
        }
        return octets;
    }
}
