package io.consonance.simulator.live;

/** Tells nobody. */
public final class SilentProgress implements Progress {

    @Override
    public void begin(String part, String unit, long total) {}

    @Override
    public void at(long done, String detail) {}

    @Override
    public void end() {}

    @Override
    public void note(String line) {}
}
