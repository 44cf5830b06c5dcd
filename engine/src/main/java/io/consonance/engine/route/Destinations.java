package io.consonance.engine.route;

/**
 * The live clients of one session, as the {@link Relay} sees them.
 *
 * @param <P> what a client is reached by
 */
public interface Destinations<P> {

    /** What the client is reached by, or null when nobody has this id. Must not allocate. */
    P path(int clientId);
}
