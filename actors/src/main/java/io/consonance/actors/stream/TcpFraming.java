package io.consonance.actors.stream;

import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * One packet per frame on TCP: a big-endian u16 length, then that many bytes. Stateless; source: {@code link.md}, "Two
 * carriers".
 */
public final class TcpFraming {

    /** The largest packet the length prefix can say. */
    public static final int MAX_FRAME_BYTES = 0xFFFF;

    private static final int PREFIX_BYTES = 2;

    /** Frames that wait for a slow socket are written together up to this size: one write costs a message each way. */
    private static final long MAX_WRITE_BYTES = 65_536;

    private TcpFraming() {}

    /**
     * Packets on the near side, bytes of the connection on the far side: {@code bidi().join(connection)} is a flow of
     * packets. See {@link #encoder()} and {@link #decoder()} for what each direction does.
     */
    public static BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> bidi() {
        return BidiFlow.fromFlows(encoder(), decoder());
    }

    /**
     * Packets to bytes. While downstream is slow, up to 64 KiB are taken in advance and written as one; beyond that it
     * holds upstream back. Completion and failure pass through, completion after what was taken. A packet that is empty
     * or longer than {@link #MAX_FRAME_BYTES} fails the stage.
     */
    public static Flow<ByteString, ByteString, NotUsed> encoder() {
        return Flow.of(ByteString.class)
                .map(TcpFraming::frame)
                .batchWeighted(
                        MAX_WRITE_BYTES,
                        bytes -> (long) bytes.length(),
                        bytes -> bytes,
                        (all, next) -> all.concat(next));
    }

    /**
     * Bytes to packets. Demands bytes only when it has no whole packet left, so a slow downstream holds the connection
     * back. A length of 0, which the link forbids, comes out as an empty packet: what to answer is the link's to decide.
     * When upstream completes, whole packets are still handed on and the rest, a packet cut short, is dropped; failure
     * passes through at once. A packet is a slice of the bytes it came in, or a copy if it came in several pieces.
     */
    public static Flow<ByteString, ByteString, NotUsed> decoder() {
        return Flow.fromGraph(new Decoder());
    }

    /** The packet with its length in front. */
    public static ByteString frame(ByteString packet) {
        int length = packet.length();
        if (length < 1 || length > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("packet of " + length + " bytes, allowed 1.." + MAX_FRAME_BYTES);
        }
        byte[] prefix = {(byte) (length >> 8), (byte) length};
        return ByteString.fromArrayUnsafe(prefix).concat(packet);
    }

    /**
     * Bytes that came and belong to no frame that was whole. What comes byte by byte is put together now and then: pieces weigh fifty
     * times what they hold.
     */
    static final class Received {

        static final int MAX_PIECES = 64;

        private ByteString bytes = ByteString.emptyByteString();
        private int pieces;

        ByteString bytes() {
            return bytes;
        }

        void add(ByteString more) {
            pieces = bytes.isEmpty() ? 1 : pieces + 1;
            bytes = bytes.concat(more);
            if (pieces > MAX_PIECES) {
                bytes = bytes.compact();
                pieces = 1;
            }
        }

        /** The bytes from {@code start} to {@code end}; they are gone then, with those before. */
        ByteString take(int start, int end) {
            ByteString taken = bytes.slice(start, end);
            bytes = bytes.drop(end);
            // Read byte by byte, a packet in pieces would take long.
            ByteString whole = pieces > 1 ? taken.compact() : taken;
            // A frame is whole with its last piece, so what is left is of that one.
            pieces = 1;
            return whole;
        }
    }

    private static final class Decoder extends GraphStage<FlowShape<ByteString, ByteString>> {

        private final Inlet<ByteString> in = Inlet.create("FrameDecoder.in");
        private final Outlet<ByteString> out = Outlet.create("FrameDecoder.out");
        private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

        @Override
        public FlowShape<ByteString, ByteString> shape() {
            return shape;
        }

        @Override
        public GraphStageLogic createLogic(Attributes attributes) {
            return new DecoderLogic(shape);
        }
    }

    private static final class DecoderLogic extends GraphStageLogic {

        private final Inlet<ByteString> in;
        private final Outlet<ByteString> out;
        private final Received received = new Received();

        DecoderLogic(FlowShape<ByteString, ByteString> shape) {
            super(shape);
            in = shape.in();
            out = shape.out();
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    received.add(grab(in));
                    next();
                }

                @Override
                public void onUpstreamFinish() {
                    if (frameLength() < 0) {
                        completeStage();
                    }
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    next();
                }
            });
        }

        private void next() {
            int length = frameLength();
            if (length < 0) {
                pull(in);
                return;
            }
            push(out, received.take(PREFIX_BYTES, PREFIX_BYTES + length));
            if (isClosed(in) && frameLength() < 0) {
                completeStage();
            }
        }

        /** Length of the packet in front, or -1 if it is not whole yet. */
        private int frameLength() {
            ByteString bytes = received.bytes();
            if (bytes.length() < PREFIX_BYTES) {
                return -1;
            }
            int length = (bytes.apply(0) & 0xFF) << 8 | bytes.apply(1) & 0xFF;
            return bytes.length() < PREFIX_BYTES + length ? -1 : length;
        }
    }
}
