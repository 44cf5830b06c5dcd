package io.consonance.simulator.inspect;

import java.time.Instant;
import org.apache.pekko.util.ByteString;

/**
 * One packet as it was recorded.
 *
 * @param number its place in the file, from 1: the line of a hex file, the frame of a capture
 * @param time when it was captured; null where the file does not say
 * @param carrier "tcp" or "udp"; null where the file does not say
 * @param source address and port it came from; null where the file does not say
 * @param destination address and port it went to; null where the file does not say
 * @param bytes the packet, without TCP length prefix
 */
record RecordedPacket(long number, Instant time, String carrier, String source, String destination, ByteString bytes) {}
