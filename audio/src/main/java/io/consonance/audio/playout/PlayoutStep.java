package io.consonance.audio.playout;

/** What a listener plays next, as a {@link PlayoutBuffer} decided it. */
public enum PlayoutStep {
    /** The packet in the buffer's slot. */
    DECODE,
    /** A lost frame, from the error correction in the packet that follows it; that packet stays in its slot. */
    RECOVER,
    /** A lost frame that nothing is known of. */
    CONCEAL,
    /** A guess that replaces no frame: playout waits for a packet that is not late yet. */
    STRETCH,
    /** Nothing: nobody speaks, the speech has not begun to play, or the network has been dead for a while. */
    SILENCE
}
