package io.consonance.actors.host;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a host counted since its start, by name: connections, refusals, and every packet it dropped by its cause. Thread-safe: the
 * one thing the host's actors share, since nobody decides by it.
 */
final class HostCounters {
    private final Map<String, LongAdder> byName = new ConcurrentHashMap<>();

    void count(String name) {
        add(name, 1);
    }

    void add(String name, long amount) {
        byName.computeIfAbsent(name, fresh -> new LongAdder()).add(amount);
    }

    /** Counts one dropped packet. */
    void countDropped(Enum<?> reason) {
        count(nameOfDrop(reason));
    }

    /** All counters that ever counted, by name. */
    Map<String, Long> snapshot() {
        Map<String, Long> values = new TreeMap<>();
        byName.forEach((name, adder) -> values.put(name, adder.sum()));
        return values;
    }

    /** {@code packetsDroppedForgedSender} for FORGED_SENDER. */
    static String nameOfDrop(Enum<?> reason) {
        StringBuilder name = new StringBuilder("packetsDropped");
        for (String word : reason.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }
}
