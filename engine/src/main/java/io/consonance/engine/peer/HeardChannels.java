package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.VoiceDataFlyweight;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels of one speaker that are addressed to us, as its last packet had them. A packet that lists what the one
 * before listed, which is almost every one, says nothing new and is only compared.
 *
 * <p>Channel sessions of single channels are kept for those of the last packet that were addressed to us, which real
 * senders never change; see section 8.
 */
final class HeardChannels {

    private static final int NOTHING_TO_COMPARE = -1;

    /** What the last packet listed, addressed to whomever. */
    private int[] listed = {};

    private int listedCount = NOTHING_TO_COMPARE;
    /** Our rooms and our id that this was read with. */
    private int version;

    private int clientId;

    private int[] keys = {};
    private byte[] sessions = {};
    private int count;
    private int[] keysBefore = {};
    private byte[] sessionsBefore = {};
    private int countBefore;

    private List<RemoteChannel> channels = List.of();
    private boolean allClosing;
    private boolean allDiffer;
    private boolean allPositional;
    private float topAmplitude;
    private ChannelPriority topPriority = ChannelPriority.NONE;

    /** Takes what the next packet of the speaker lists; all that follows is about it. */
    void read(VoiceDataFlyweight voice, Identity identity, Subscriptions subscriptions) {
        if (isListedAgain(voice) && version == subscriptions.version() && clientId == identity.clientId()) {
            allDiffer = count == 0;
        } else {
            version = subscriptions.version();
            clientId = identity.clientId();
            readAnew(voice, identity.name(), subscriptions);
        }
    }

    /** Whether this is the last packet for every one of them; also when there is none. */
    boolean allClosing() {
        return allClosing;
    }

    /** Whether every one of them has another session than in the packet before; also when there is none. */
    boolean allDiffer() {
        return allDiffer;
    }

    boolean allPositional() {
        return allPositional;
    }

    float topAmplitude() {
        return topAmplitude;
    }

    ChannelPriority topPriority() {
        return topPriority;
    }

    /** In the packet's order. */
    List<RemoteChannel> channels() {
        return channels;
    }

    private boolean isListedAgain(VoiceDataFlyweight voice) {
        if (voice.channelCount() != listedCount) {
            return false;
        }
        for (int i = 0; i < listedCount; i++) {
            if (voice.channel(i) != listed[i]) {
                return false;
            }
        }
        return true;
    }

    private void readAnew(VoiceDataFlyweight voice, String ownName, Subscriptions subscriptions) {
        beginPacket(voice.channelCount());
        List<RemoteChannel> ours = new ArrayList<>(1);
        for (int i = 0; i < voice.channelCount(); i++) {
            listed[i] = voice.channel(i);
            int bitfield = voice.channelBitfield(i);
            int recipient = voice.channelRecipient(i);
            if (!ChannelBitfield.isRoom(bitfield)) {
                if (recipient == clientId) {
                    ours.add(new RemoteChannel(RecipientType.PLAYER, ownName));
                    add(recipient << 8, bitfield);
                }
            } else if (subscriptions.roomWithId(recipient) != null) {
                ours.add(new RemoteChannel(RecipientType.ROOM, subscriptions.roomWithId(recipient)));
                add(recipient << 8 | 1, bitfield);
            }
        }
        channels = List.copyOf(ours);
    }

    private void beginPacket(int most) {
        int[] keysFree = keysBefore;
        byte[] sessionsFree = sessionsBefore;
        keysBefore = keys;
        sessionsBefore = sessions;
        countBefore = count;
        keys = keysFree.length < most ? new int[most] : keysFree;
        sessions = sessionsFree.length < most ? new byte[most] : sessionsFree;
        count = 0;
        listed = listed.length < most ? new int[most] : listed;
        listedCount = most;
        allClosing = true;
        allDiffer = true;
        allPositional = true;
        topAmplitude = 0f;
        topPriority = ChannelPriority.NONE;
    }

    private void add(int key, int bitfield) {
        byte session = (byte) ChannelBitfield.session(bitfield);
        int repeated = lastIndexOf(key, keys, count);
        int known = lastIndexOf(key, keysBefore, countBefore);
        if (repeated >= 0) {
            allDiffer &= sessions[repeated] != session;
            // compared with itself it might differ again
            listedCount = NOTHING_TO_COMPARE;
        } else {
            allDiffer &= known >= 0 && sessionsBefore[known] != session;
        }
        keys[count] = key;
        sessions[count++] = session;
        allClosing &= ChannelBitfield.isClosing(bitfield);
        allPositional &= ChannelBitfield.isPositional(bitfield);
        topAmplitude = Math.max(topAmplitude, ChannelBitfield.amplitude(bitfield));
        ChannelPriority priority = ChannelBitfield.priority(bitfield);
        topPriority = priority.compareTo(topPriority) > 0 ? priority : topPriority;
    }

    private static int lastIndexOf(int key, int[] keys, int count) {
        int index = count - 1;
        while (index >= 0 && keys[index] != key) {
            index--;
        }
        return index;
    }
}
