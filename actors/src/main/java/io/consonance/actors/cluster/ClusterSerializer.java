package io.consonance.actors.cluster;

import io.consonance.engine.cluster.ClusterMessage;
import io.consonance.engine.host.SavedSession;
import io.consonance.engine.wire.MalformedPacketException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.util.ByteString;

/** The bytes of what nodes tell each other: the engine's own codecs, which nodes of this version and the next one read. Thread-safe. */
public final class ClusterSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 1_740_074;
    private static final String MESSAGE = "M";
    private static final String SESSION = "S";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object object) {
        return object instanceof SavedSession ? SESSION : MESSAGE;
    }

    @Override
    public byte[] toBinary(Object object) {
        ByteString bytes = object instanceof SavedSession saved
                ? saved.encode()
                : ((ClusterActor.FromNode) object).message().encode();
        return bytes.toArray();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        ByteString source = ByteString.fromArrayUnsafe(bytes);
        try {
            return manifest.equals(SESSION)
                    ? SavedSession.decode(source)
                    : new ClusterActor.FromNode(ClusterMessage.decode(source));
        } catch (MalformedPacketException e) {
            throw new NotSerializableException("a cluster message that cannot be read: " + e.reason());
        }
    }
}
