package io.consonance.simulator.live;

/** Told how a run gets on. Called from one thread, several times a second. */
public interface Progress {

    /**
     * A part of the run begins.
     *
     * @param total its length in {@code unit}s
     */
    void begin(String part, String unit, long total);

    /** So much of the part is done. */
    void at(long done, String detail);

    /** The part is over. */
    void end();

    /** Something worth a line. */
    void note(String line);
}
