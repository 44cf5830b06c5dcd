package io.consonance.engine.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels that the next voice packet carries; section 8. What the application opens and closes is queued and takes
 * effect with the next frame; a closing channel stays until a packet has told so; a player channel waits while the player
 * is not there.
 */
final class ChannelList {

    /** So many changes without a frame are more than a person makes; they take effect at once, and the queue stays small. */
    private static final int MAX_QUEUED = 64;

    /** A channel as packets carry it. */
    static final class Entry {
        private OpenChannel channel;
        private final int recipientId;
        private boolean closing;

        private Entry(OpenChannel channel, int recipientId) {
            this.channel = channel;
            this.recipientId = recipientId;
        }

        OpenChannel channel() {
            return channel;
        }

        int recipientId() {
            return recipientId;
        }

        boolean closing() {
            return closing;
        }
    }

    private record Change(OpenChannel channel, boolean opens) {}

    private final Players players;
    private final List<OpenChannel> open = new ArrayList<>(0);
    private final ArrayDeque<Change> queue = new ArrayDeque<>(0);
    private final List<Entry> entries = new ArrayList<>(0);
    private final List<OpenChannel> waiting = new ArrayList<>(0);
    private int lastHandle;
    private boolean spokeBetween;
    private int session;
    private int version;

    ChannelList(Players players) {
        this.players = players;
    }

    int open(boolean room, String target, ChannelOptions options) {
        OpenChannel channel = new OpenChannel(++lastHandle, room, target, options);
        open.add(channel);
        enqueue(new Change(channel, true));
        return channel.handle;
    }

    /** Closing what is not open changes nothing. */
    void close(int handle) {
        OpenChannel channel = find(handle);
        if (channel != null) {
            open.remove(channel);
            enqueue(new Change(channel, false));
        }
    }

    void setAmplitude(int handle, float amplitude) {
        OpenChannel channel = find(handle);
        if (channel != null) {
            channel.amplitude = amplitude;
        }
    }

    /** Changes whenever an entry comes or goes. */
    int version() {
        return version;
    }

    int size() {
        return entries.size();
    }

    Entry entry(int index) {
        return entries.get(index);
    }

    /** The channel session for the packet about to be sent. */
    int session() {
        return session;
    }

    /** Carries out what was queued. */
    void applyChanges() {
        boolean allWereClosing = false;
        for (Change change = queue.poll(); change != null; change = queue.poll()) {
            apply(change);
            allWereClosing |= allClosing();
        }
        spokeBetween |= allWereClosing && !allClosing();
    }

    /** Called once per packet that will be sent: everything was closed and something opened again, that is a new speech. */
    void beginPacket() {
        if (spokeBetween) {
            spokeBetween = false;
            session = session + 1 & 0xFF;
        }
    }

    /** The packet went out with its closing channels; when none is left the speech is over. */
    void endPacket() {
        boolean closed = false;
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).closing) {
                entries.remove(i);
                closed = true;
            }
        }
        if (closed) {
            version++;
            if (entries.isEmpty()) {
                session = session + 1 & 0xFF;
            }
        }
    }

    void playerJoined(Player player) {
        for (int i = 0; i < waiting.size(); i++) {
            OpenChannel channel = waiting.get(i);
            if (channel.target.equals(player.name())) {
                waiting.remove(i--);
                add(channel, player.id());
            }
        }
    }

    /** Its channels go without a closing flag and wait for its return. */
    void playerLeaving(Player player) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!entry.channel.room && entry.recipientId == player.id()) {
                entries.remove(i--);
                version++;
                if (!entry.closing) {
                    waiting.add(entry.channel);
                }
            }
        }
    }

    /** As if every channel were opened now, before the first frame of a new session. */
    void restart() {
        queue.clear();
        entries.clear();
        waiting.clear();
        open.forEach(channel -> queue.add(new Change(channel, true)));
        spokeBetween = false;
        session = 0;
        version++;
    }

    private void enqueue(Change change) {
        queue.add(change);
        if (queue.size() > MAX_QUEUED) {
            applyChanges();
        }
    }

    private void apply(Change change) {
        OpenChannel channel = change.channel;
        if (!change.opens) {
            markClosing(channel);
            waiting.remove(channel);
        } else if (!reopen(channel)) {
            addOrWait(channel);
        }
    }

    private void markClosing(OpenChannel channel) {
        for (Entry entry : entries) {
            entry.closing |= entry.channel == channel;
        }
    }

    /** A channel that is closing takes up its old place. */
    private boolean reopen(OpenChannel channel) {
        for (Entry entry : entries) {
            if (entry.closing && entry.channel.hasTargetOf(channel)) {
                entry.channel = channel;
                entry.closing = false;
                return true;
            }
        }
        return false;
    }

    private void addOrWait(OpenChannel channel) {
        if (channel.room) {
            add(channel, channel.roomId);
            return;
        }
        Player player = players.named(channel.target);
        if (player == null) {
            waiting.add(channel);
        } else {
            add(channel, player.id());
        }
    }

    private void add(OpenChannel channel, int recipientId) {
        entries.add(new Entry(channel, recipientId));
        version++;
    }

    private boolean allClosing() {
        for (Entry entry : entries) {
            if (!entry.closing) {
                return false;
            }
        }
        return !entries.isEmpty();
    }

    private OpenChannel find(int handle) {
        for (OpenChannel channel : open) {
            if (channel.handle == handle) {
                return channel;
            }
        }
        return null;
    }
}
