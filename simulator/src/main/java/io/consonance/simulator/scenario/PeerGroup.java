package io.consonance.simulator.scenario;

import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.talk.P59;
import io.consonance.simulator.talk.TalkModel;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Peers of one kind. Immutable.
 *
 * @param name begins the names of its peers: a letter, then letters, digits, - and _
 * @param peers 1 to 1,000,000
 * @param place where they are
 * @param codec what they send
 * @param talk who of those in one place talks when
 * @param network between each of them and the host
 * @param arrival when they come; empty: they are there when the talk begins
 * @param churn how they come and go; empty: they stay
 * @param minMos smallest mean opinion score of what they hear, 1 to 4.5
 */
public record PeerGroup(
        String name,
        int peers,
        Place place,
        VoiceCodec codec,
        TalkModel talk,
        NetworkProfile network,
        Optional<Arrival> arrival,
        Optional<Churn> churn,
        OptionalDouble minMos) {

    /** Most peers of one kind. */
    public static final int MAX_PEERS = 1_000_000;

    /** Checks every range. */
    public PeerGroup {
        Limits.require(
                name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}"),
                "name",
                name,
                "a letter, then up to 63 letters, digits, - and _");
        Limits.requireWithin("peers", peers, 1, MAX_PEERS);
        Limits.require(
                !(place instanceof Place.Plane && talk instanceof P59),
                "talk.model",
                "p59",
                "another model for those who walk: p59 is for people who stay together");
        Limits.requireWithin("min-mos", minMos.orElse(1), 1, 4.5);
    }

    /** The name of one of its peers, counted from 0. */
    public String peerName(int peer) {
        return name + "-" + (peer + 1);
    }
}
