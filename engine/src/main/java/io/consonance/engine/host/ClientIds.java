package io.consonance.engine.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Gives client ids to names. Not thread-safe, one owner.
 *
 * <p>Ids are consecutive from 0. A freed id is given away again, the highest first; when the highest of all is freed,
 * numbering falls back to the highest id still in use. With a quarantine a freed id is in use a while longer: the same
 * name gets it back, another name does not get it, unless every id is in use: then the quarantine that began first ends early,
 * so that nobody can keep others out by coming and going. Source: sections 3 and 15.
 */
public final class ClientIds {

    /** Most ids in use at a time: 0..65534. */
    public static final int CAPACITY = 0xFFFF;

    /** What {@link #register} returns when every id is held. */
    public static final int NONE = -1;

    private record Quarantined(int id, long untilNanos) {}

    private final long quarantineNanos;
    private final Map<String, Integer> held = new HashMap<>();
    /** In the order of release, which is the order of their end. */
    private final Map<String, Quarantined> quarantined = new LinkedHashMap<>();
    /** Held or quarantined. */
    private final BitSet inUse = new BitSet();

    /** An allocator that keeps a freed id from other names for that long; zero is exactly the original. */
    public ClientIds(Duration quarantine) {
        this.quarantineNanos = quarantine.toNanos();
    }

    /** The id of {@code name}: the one it holds or held until a moment ago, or else a free one; {@link #NONE} without any. */
    public int register(long nowNanos, String name) {
        handleWake(nowNanos);
        Integer id = held.get(name);
        if (id == null) {
            Quarantined own = quarantined.remove(name);
            id = own == null ? nextFree() : own.id();
            if (id == NONE) {
                id = oldestQuarantined();
            }
            if (id == NONE) {
                return NONE;
            }
            held.put(name, id);
            inUse.set(id);
        }
        return id;
    }

    /** Frees the id of {@code name}; nothing happens when it holds none. */
    public void release(long nowNanos, String name) {
        handleWake(nowNanos);
        Integer id = held.remove(name);
        if (id == null) {
            return;
        }
        if (quarantineNanos == 0) {
            inUse.clear(id);
        } else {
            quarantined.put(name, new Quarantined(id, nowNanos + quarantineNanos));
        }
    }

    /** Takes over the ids of a saved session; only while none is given away. Of two names with one id the first has it. */
    void restore(long nowNanos, SavedSession saved) {
        for (SavedSession.Client client : saved.clients()) {
            if (!inUse.get(client.clientId())) {
                held.put(client.name(), client.clientId());
                inUse.set(client.clientId());
            }
        }
        for (SavedSession.Quarantined kept : saved.quarantined()) {
            long nanosLeft = Math.min(quarantineNanos, TimeUnit.MILLISECONDS.toNanos(kept.millisLeft()));
            if (!inUse.get(kept.clientId()) && !held.containsKey(kept.name())) {
                quarantined.put(kept.name(), new Quarantined(kept.clientId(), nowNanos + nanosLeft));
                inUse.set(kept.clientId());
            }
        }
    }

    /** The ids in quarantine, in the order of their end. */
    List<SavedSession.Quarantined> quarantined(long nowNanos) {
        handleWake(nowNanos);
        List<SavedSession.Quarantined> all = new ArrayList<>();
        quarantined.forEach((name, kept) -> all.add(new SavedSession.Quarantined(
                name, kept.id(), TimeUnit.NANOSECONDS.toMillis(kept.untilNanos() - nowNanos))));
        return all;
    }

    /** How many names hold an id, quarantine not counted. */
    public int heldCount() {
        return held.size();
    }

    /** How many freed ids are kept from other names. */
    public int quarantinedCount() {
        return quarantined.size();
    }

    /** When the next quarantine ends; {@link Long#MAX_VALUE} without any. */
    public long wakeAtNanos() {
        Iterator<Quarantined> next = quarantined.values().iterator();
        return next.hasNext() ? next.next().untilNanos() : Long.MAX_VALUE;
    }

    /** Ends the quarantines that are over. */
    public void handleWake(long nowNanos) {
        Iterator<Quarantined> all = quarantined.values().iterator();
        while (all.hasNext()) {
            Quarantined next = all.next();
            if (next.untilNanos() > nowNanos) {
                return;
            }
            all.remove();
            inUse.clear(next.id());
        }
    }

    private int oldestQuarantined() {
        Iterator<Quarantined> all = quarantined.values().iterator();
        if (!all.hasNext()) {
            return NONE;
        }
        int id = all.next().id();
        all.remove();
        return id;
    }

    private int nextFree() {
        int length = inUse.length();
        int highestFree = inUse.previousClearBit(length - 1);
        int id = highestFree == -1 ? length : highestFree;
        return id < CAPACITY ? id : NONE;
    }
}
