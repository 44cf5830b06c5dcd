package io.consonance.simulator.cli;

import io.consonance.simulator.live.Progress;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Plain lines for a log file: one when a part begins, one when it ends, and one every ten seconds between. One owner. */
final class LineProgress implements Progress {

    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final PrintStream err;
    private final LongSupplier nanoClock;
    private String part;
    private String unit;
    private long total;
    private long done;
    private String detail = "";
    private long shownNanos;
    private String shown;

    LineProgress(PrintStream err, LongSupplier nanoClock) {
        this.err = err;
        this.nanoClock = nanoClock;
    }

    @Override
    public void begin(String newPart, String newUnit, long newTotal) {
        end();
        part = newPart;
        unit = newUnit;
        total = newTotal;
        done = 0;
        detail = "";
        shown = null;
        shownNanos = nanoClock.getAsLong();
        err.println(part + " ...");
    }

    @Override
    public void at(long newDone, String newDetail) {
        done = newDone;
        detail = newDetail;
        if (part != null && nanoClock.getAsLong() - shownNanos >= INTERVAL_NANOS) {
            show();
            shownNanos = nanoClock.getAsLong();
        }
    }

    @Override
    public void end() {
        if (part != null) {
            show();
            part = null;
        }
    }

    @Override
    public void note(String line) {
        err.println(line);
    }

    /** Nothing twice in a row. */
    private void show() {
        String line = part + ": " + done + " of " + total + " " + unit + (detail.isEmpty() ? "" : ", " + detail);
        if (!line.equals(shown)) {
            shown = line;
            err.println(line);
        }
    }
}
