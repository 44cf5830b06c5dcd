package io.consonance.simulator.workers;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.apache.pekko.serialization.JSerializer;

/** {@link WorkerMessage}s as JSON; histograms in HdrHistogram's own compressed form, durations in nanoseconds. Thread-safe. */
public final class WorkerSerializer extends JSerializer {

    private static final int IDENTIFIER = 0x436f6e57;
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new SimpleModule()
                    .addSerializer(new HistogramWriter())
                    .addDeserializer(Histogram.class, new HistogramReader())
                    .addSerializer(new DurationWriter())
                    .addDeserializer(Duration.class, new DurationReader()));

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public boolean includeManifest() {
        return false;
    }

    @Override
    public byte[] toBinary(Object message) {
        try {
            return JSON.writerFor(WorkerMessage.class).writeValueAsBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
        try {
            return JSON.readValue(bytes, WorkerMessage.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class HistogramWriter extends StdSerializer<Histogram> {
        private static final long serialVersionUID = 1;

        HistogramWriter() {
            super(Histogram.class);
        }

        @Override
        public void serialize(Histogram histogram, JsonGenerator json, SerializerProvider provider) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoCompressedByteBuffer(buffer);
            json.writeBinary(Arrays.copyOf(buffer.array(), length));
        }
    }

    private static final class HistogramReader extends StdDeserializer<Histogram> {
        private static final long serialVersionUID = 1;

        HistogramReader() {
            super(Histogram.class);
        }

        @Override
        public Histogram deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(json.getBinaryValue()), 0);
            } catch (DataFormatException e) {
                throw new IOException("not a histogram", e);
            }
        }
    }

    private static final class DurationWriter extends StdSerializer<Duration> {
        private static final long serialVersionUID = 1;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(duration.toNanos());
        }
    }

    private static final class DurationReader extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Duration.ofNanos(json.getLongValue());
        }
    }
}
