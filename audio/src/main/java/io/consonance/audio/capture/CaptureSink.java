package io.consonance.audio.capture;

/** Where captured speech goes, in the order in which a channel has to be opened, used and closed. */
public interface CaptureSink {

    /** Speech begins: open the channels, the frames of it follow. */
    void opened();

    /** One encoded frame, {@code packet[0, length)}; the array belongs to the capture and is used again. */
    void frame(byte[] packet, int length);

    /** Speech is over: close the channels; exactly one more frame follows and carries that to the receivers. */
    void closing();
}
