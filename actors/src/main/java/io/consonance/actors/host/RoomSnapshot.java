package io.consonance.actors.host;

import java.time.Duration;
import java.util.List;

/**
 * One room at one moment, with what was counted since its first member entered.
 *
 * @param members names, sorted
 * @param speaking those of them that spoke within {@code consonance.session.speaking-hold}, sorted
 * @param muted whether the room as a whole is muted
 * @param peakMembers most members at one time
 * @param entries how often somebody entered
 * @param voicePackets voice packets of members while they were here
 * @param open since the first member entered
 */
public record RoomSnapshot(
        String session,
        String room,
        List<String> members,
        List<String> speaking,
        boolean muted,
        int peakMembers,
        long entries,
        long voicePackets,
        Duration open) {}
