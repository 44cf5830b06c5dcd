package io.consonance.actors.stream;

import java.net.InetSocketAddress;
import java.util.Map;

/** What an island tells the relay actor. Immutable. */
sealed interface IslandSignal {

    /** A link with a live token claims the address, with a nonce that was new when it was looked at. */
    record Claim(long link, InetSocketAddress source, long nonce) implements IslandSignal {}

    /** A bound address named another session than its link's. At most ten a second from each address. */
    record WrongSession(InetSocketAddress source) implements IslandSignal {}

    /**
     * Told once a second, and once more at the end.
     *
     * @param counters since the island began
     * @param heard bound addresses that sent anything of use since the last report, and how many of their relays went to somebody
     * @param damaged bound addresses that sent packets that could not be read since the last report, and how many
     */
    record Report(
            RelayCounters counters, Map<InetSocketAddress, Integer> heard, Map<InetSocketAddress, Integer> damaged)
            implements IslandSignal {}
}
