/**
 * Reads recorded packets and says what is in them: {@code consonance inspect}.
 *
 * <p>A {@link io.consonance.simulator.inspect.HexFile} or a {@link io.consonance.simulator.inspect.PcapFile} yields
 * {@link io.consonance.simulator.inspect.RecordedPacket}s in the order of the file;
 * {@link io.consonance.simulator.inspect.PacketJson} turns each into a tree that is printed as text or as JSON.
 */
package io.consonance.simulator.inspect;
