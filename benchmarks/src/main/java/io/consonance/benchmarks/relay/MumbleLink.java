package io.consonance.benchmarks.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.pekko.util.ByteString;

/** A peer's TCP at a Mumble server: joins, and says nothing more unless asked to. One thread. */
final class MumbleLink implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int VERSION_1_3_0 = 0x010300;
    private static final int KEY_AND_NONCE_BYTES = 32;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final int session;
    private ByteString seal = ByteString.emptyByteString();

    /** An empty password for those that need none. */
    MumbleLink(InetSocketAddress server, String name, String password) throws IOException {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(server, PATIENCE_MILLIS);
            SSLSocket tls = (SSLSocket) trustingAnyone()
                    .getSocketFactory()
                    .createSocket(socket, server.getHostString(), server.getPort(), true);
            in = new DataInputStream(tls.getInputStream());
            out = tls.getOutputStream();
            MumbleMessage.of(MumbleMessage.VERSION).with(1, VERSION_1_3_0).writeTo(out);
            MumbleMessage.of(MumbleMessage.AUTHENTICATE)
                    .with(1, name)
                    .with(2, password)
                    .with(5, 1)
                    .writeTo(out);
            session = await(MumbleMessage.SERVER_SYNC, message -> true).number(1);
            if (seal.length() != KEY_AND_NONCE_BYTES) {
                throw new IOException("the Mumble server gave a peer no key");
            }
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    /** The server made its certificate itself, a moment ago. */
    private static SSLContext trustingAnyone() throws IOException {
        X509TrustManager anyone = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {anyone}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    /** The next message of that type that is the one meant; on its way there, whatever matters of the others is taken. */
    private MumbleMessage await(int type, Predicate<MumbleMessage> meant) throws IOException {
        while (true) {
            MumbleMessage message = MumbleMessage.readFrom(in);
            if (message.type() == MumbleMessage.CRYPT_SETUP) {
                seal = ByteString.fromArray(message.bytes(1)).concat(ByteString.fromArray(message.bytes(2)));
            } else if (message.type() == MumbleMessage.REJECT) {
                throw new IOException(
                        "the Mumble server refused a peer: " + new String(message.bytes(2), StandardCharsets.UTF_8));
            } else if (message.type() == type && meant.test(message)) {
                return message;
            }
        }
    }

    /** Makes a channel below the root, which is for those that may; its id. */
    int makeChannel(String name) throws IOException {
        MumbleMessage.of(MumbleMessage.CHANNEL_STATE).with(2, 0).with(3, name).writeTo(out);
        return await(
                        MumbleMessage.CHANNEL_STATE,
                        message -> name.equals(new String(message.bytes(3), StandardCharsets.UTF_8)))
                .number(1);
    }

    /** Goes into that channel. */
    void enter(int channel) throws IOException {
        MumbleMessage.of(MumbleMessage.USER_STATE)
                .with(1, session)
                .with(5, channel)
                .writeTo(out);
        await(MumbleMessage.USER_STATE, message -> message.number(1) == session && message.number(5) == channel);
    }

    /** Key and nonce of what this peer sends. */
    ByteString seal() {
        return seal;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
