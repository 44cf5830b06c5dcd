/**
 * How Dissonance packets travel between one peer and one host over TCP and UDP: the link packets, and a machine for either
 * end.
 *
 * <h2>Machines</h2>
 *
 * <p>{@link io.consonance.engine.link.HostLink} and {@link io.consonance.engine.link.PeerLink} do no IO. Their owner gives
 * them what came in, with the time, and carries out what they put into the outbox, in its order:
 *
 * <pre>{@code
 * link.handleFrame(nowNanos, frame, out);      // a frame came, without its length prefix
 * ...
 * arm(link.wakeAtNanos());                     // after every call
 * link.handleWake(nowNanos, out);              // when that time has come
 * }</pre>
 *
 * <p>A machine belongs to one thread at a time. Times are nanoseconds of any monotonic clock, the same for all calls. An
 * outbox may call back what follows from the call it is in: {@code reject}, {@code redirect}, {@code handleDamaged},
 * {@code handleJoined}, {@code handleProcessed} and {@code send}, from {@code join}, {@code hello}, {@code deliver} and
 * {@code barrier}.
 *
 * <p>What a host's UDP socket sees before it knows whose it is (a LinkBind, which carries a token) is the owner's to look
 * up; {@link io.consonance.engine.link.HostLink#handleBind} then decides by the nonce whether to bind and answer.
 *
 * <h2>A ping is a barrier</h2>
 *
 * <p>A LinkPong says that everything that came before its LinkPing on that carrier was processed and its output queued. The
 * host's machine therefore asks its owner for {@link io.consonance.engine.link.HostLinkOutbox#barrier} and answers when
 * the owner calls {@link io.consonance.engine.link.HostLink#handleProcessed}, once per barrier and in order.
 *
 * <h2>Damage</h2>
 *
 * <p>A packet of a known magic that cannot be read is dropped and counted; twenty within a minute end the link. Packets of
 * an unknown type, or at the wrong time or place, are dropped and counted without that. A peer ends its link only over what
 * came by TCP: datagrams can be forged by strangers.
 *
 * <h2>Secrets</h2>
 *
 * <p>Tokens, credentials and keys do not appear in {@code toString()}. They are made by the caller, from a secure source.
 * {@link io.consonance.engine.link.DatagramSealer} and {@link io.consonance.engine.link.DatagramOpener} seal what goes by
 * UDP when the connection is encrypted; they know nothing of the machines.
 *
 * <h2>Source</h2>
 *
 * <p>{@code docs/protocol/link.md}.
 */
package io.consonance.engine.link;
