package io.consonance.simulator.virtual;

import io.consonance.simulator.network.Impairment;
import io.consonance.simulator.report.Report;

/** What the links of a run did. Whole numbers: the order of adding does not matter. Not thread-safe; one owner. */
final class LinkTotals {

    private long voicePackets;
    private long controlPackets;
    private long lost;
    private long overflowed;
    private long dropped;

    void add(Impairment up, Impairment down) {
        voicePackets += up.offered() + down.offered();
        lost += up.lost() + down.lost();
        overflowed += up.overflowed() + down.overflowed();
    }

    void addControl(long packets, long drops) {
        controlPackets += packets;
        dropped += drops;
    }

    void add(LinkTotals other) {
        voicePackets += other.voicePackets;
        controlPackets += other.controlPackets;
        lost += other.lost;
        overflowed += other.overflowed;
        dropped += other.dropped;
    }

    long packets() {
        return voicePackets + controlPackets;
    }

    Report.Links report() {
        return new Report.Links(voicePackets, controlPackets, lost, overflowed, dropped);
    }
}
