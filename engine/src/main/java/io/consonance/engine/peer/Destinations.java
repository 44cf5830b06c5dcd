package io.consonance.engine.peer;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Whom a voice packet has to reach: the union over the open channels, in their order, without repetition, ourselves
 * included. Computed again only when a channel or a member of its room changed.
 */
final class Destinations {

    /** A room that is sent to the host even when nobody is in it, so that it can listen. */
    static final String ALWAYS_SEND_ROOM = "FEE5233F-185F-4C73-AC6F-EE325998D526";

    /** Stands for nobody. */
    static final int NOBODY = 0xFFFF;

    private final RoomIndex rooms;
    private final BitSet seen = new BitSet();
    private int[] ids = {};
    private int count;
    private int channelsVersion = -1;
    private int roomsVersion;

    Destinations(RoomIndex rooms) {
        this.rooms = rooms;
    }

    int[] ids() {
        return ids;
    }

    int count() {
        return count;
    }

    void update(ChannelList channels) {
        if (channels.version() == channelsVersion && rooms.version() == roomsVersion) {
            return;
        }
        rooms.shrink(channels.size());
        count = 0;
        for (int i = 0; i < channels.size(); i++) {
            addAll(channels.entry(i));
        }
        for (int i = 0; i < count; i++) {
            seen.clear(ids[i]);
        }
        channelsVersion = channels.version();
        roomsVersion = rooms.version();
    }

    private void addAll(ChannelList.Entry entry) {
        if (!entry.channel().room) {
            add(entry.recipientId());
            return;
        }
        RoomIndex.Members members = rooms.membersOf(entry.recipientId());
        for (int i = 0; i < members.count(); i++) {
            add(members.id(i));
        }
        if (members.count() == 0 && entry.channel().target.equals(ALWAYS_SEND_ROOM)) {
            add(NOBODY);
        }
    }

    private void add(int id) {
        if (seen.get(id)) {
            return;
        }
        seen.set(id);
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(8, count * 2));
        }
        ids[count++] = id;
    }
}
