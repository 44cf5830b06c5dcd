/**
 * The peer machine: everything a Dissonance client does, without IO.
 *
 * <p>{@link io.consonance.engine.peer.PeerSession} takes packets and the time, and hands packets and events to a
 * {@link io.consonance.engine.peer.PeerOutbox}. It sends at once; who wants Dissonance's once-per-frame order puts a
 * {@link io.consonance.engine.peer.FrameOutbox} between.
 */
package io.consonance.engine.peer;
