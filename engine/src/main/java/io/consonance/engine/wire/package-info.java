/**
 * The Dissonance wire format: packets, their encodings and the arithmetic on their fields.
 *
 * <h2>Reading and writing</h2>
 *
 * <p>{@link io.consonance.engine.wire.Packet#decode} turns any bytes into a packet or a
 * {@link io.consonance.engine.wire.MalformedPacketException} whose reason indexes a counter;
 * {@link io.consonance.engine.wire.Packet#encode} gives the bytes an unmodified client would send. Bytes behind a complete
 * packet are ignored, as every reader of the protocol does. Lengths and counts are checked against what is left before
 * anything is allocated, so that a packet never costs more than a small multiple of its own size.
 *
 * <p>Records stand for packets that come a few times a minute. Voice and relays come fifty times a second per speaker:
 * {@link io.consonance.engine.wire.VoiceDataFlyweight} and {@link io.consonance.engine.wire.ServerRelayFlyweight} read them
 * where they lie, without an allocation. Both views accept and refuse the same bytes for the same reasons.
 *
 * <h2>Numbers</h2>
 *
 * <p>Everything is big-endian. A session id is an {@code int} that stands for an unsigned 32-bit number; client ids and
 * room ids are {@code int} 0..65535. A record refuses a number that does not fit its field with an
 * {@link java.lang.IllegalArgumentException}, for that is a mistake of the program, not of the network.
 *
 * <h2>Strings</h2>
 *
 * <p>On the wire a string may be null, which is not the empty string. It is null here only where a receiver has to live
 * with it (the name of a handshake request, a text); elsewhere a null string makes the packet malformed. Lone surrogates
 * are written as U+FFFD and invalid UTF-8 is read as U+FFFD, as the original's runtime does; room ids are hashed from the
 * UTF-16 units before that.
 *
 * <h2>Threads and buffers</h2>
 *
 * <p>Packets are immutable and may be used by any thread; the byte strings in them are slices of what was decoded.
 * Readers, writers and flyweights belong to one thread. A flyweight is valid as long as the bytes of its buffer stay what
 * they were, and it never touches the buffer's position or limit.
 *
 * <h2>Sources</h2>
 *
 * <p>{@code docs/protocol/dissonance.md}; "section" in the comments of this package is a section of that page. The recorded
 * vectors among the test resources hold every encoding to the byte.
 */
package io.consonance.engine.wire;
