package io.consonance.engine.route;

/**
 * All routes of one node, of all its sessions: source to speaker, and client id to path. Immutable, any thread may read
 * it; a change makes a new table that shares almost all of the old, so that one owner can publish a new one for every
 * client that comes or goes. Look-ups allocate nothing.
 *
 * <p>The table is told about sources and members separately (a member without UDP has no source). A source whose session
 * has no routes any more reaches nobody; whoever binds sources takes them out when their link ends.
 *
 * <p>Sources are found by {@code hashCode} and {@code equals}. Equal hash codes are searched one after another.
 *
 * @param <A> address of a source
 * @param <P> what a client is reached by; opaque here
 */
public final class RouteTable<A, P> {

    private static final RouteTable<Object, Object> EMPTY = new RouteTable<>(IntTrie.empty(), IntTrie.empty(), 0);

    /** Sources of one hash code, linked. */
    private record Source<A>(A address, Speaker speaker, Source<A> next) {

        Speaker speakerAt(A wanted) {
            for (Source<A> source = this; source != null; source = source.next) {
                if (source.address.equals(wanted)) {
                    return source.speaker;
                }
            }
            return null;
        }

        /** This chain without one address; null when nothing is left. */
        Source<A> without(A unwanted) {
            Source<A> left = null;
            for (Source<A> source = this; source != null; source = source.next) {
                if (!source.address.equals(unwanted)) {
                    left = new Source<>(source.address, source.speaker, left);
                }
            }
            return left;
        }
    }

    private final IntTrie<SessionRoutes<P>> sessions;
    private final IntTrie<Source<A>> sources;
    private final int sourceCount;

    private RouteTable(IntTrie<SessionRoutes<P>> sessions, IntTrie<Source<A>> sources, int sourceCount) {
        this.sessions = sessions;
        this.sources = sources;
        this.sourceCount = sourceCount;
    }

    /** The table without any route. */
    @SuppressWarnings("unchecked")
    public static <A, P> RouteTable<A, P> empty() {
        return (RouteTable<A, P>) EMPTY;
    }

    /** Whom this address speaks for, or null when it is unknown. */
    public Speaker speakerAt(A source) {
        Source<A> chain = sources.get(spread(source.hashCode()));
        return chain == null ? null : chain.speakerAt(source);
    }

    /** The routes of a session, or null when it has no member. */
    public SessionRoutes<P> session(int session) {
        return sessions.get(spread(session));
    }

    /** How many sessions have a member. */
    public int sessionCount() {
        return sessions.size();
    }

    /** How many addresses speak for somebody. */
    public int sourceCount() {
        return sourceCount;
    }

    /** With this path for this client, in place of the one it had. */
    public RouteTable<A, P> withMember(int session, int clientId, P path) {
        if (path == null) {
            throw new IllegalArgumentException("a member needs a path");
        }
        SessionRoutes<P> routes = session(session);
        SessionRoutes<P> changed = (routes == null ? SessionRoutes.<P>empty(session) : routes).with(clientId, path);
        return withSessions(sessions.with(spread(session), changed));
    }

    /** Without this client; the same table when it has no path. */
    public RouteTable<A, P> withoutMember(int session, int clientId) {
        SessionRoutes<P> routes = session(session);
        if (routes == null) {
            return this;
        }
        SessionRoutes<P> left = routes.without(clientId);
        return left.size() == 0 ? withoutSession(session) : withSessions(sessions.with(spread(session), left));
    }

    /** Without all members of this session; its sources are taken out one by one by whoever bound them. */
    public RouteTable<A, P> withoutSession(int session) {
        return withSessions(sessions.without(spread(session)));
    }

    /** With this address speaking for this client, in place of whom it spoke for. */
    public RouteTable<A, P> withSource(A source, Speaker speaker) {
        int key = spread(source.hashCode());
        Source<A> chain = sources.get(key);
        Speaker before = chain == null ? null : chain.speakerAt(source);
        if (speaker.equals(before)) {
            return this;
        }
        Source<A> others = before == null ? chain : chain.without(source);
        int count = before == null ? sourceCount + 1 : sourceCount;
        return new RouteTable<>(sessions, sources.with(key, new Source<>(source, speaker, others)), count);
    }

    /** Without this address; the same table when it is unknown. */
    public RouteTable<A, P> withoutSource(A source) {
        if (speakerAt(source) == null) {
            return this;
        }
        int key = spread(source.hashCode());
        Source<A> left = sources.get(key).without(source);
        return new RouteTable<>(
                sessions, left == null ? sources.without(key) : sources.with(key, left), sourceCount - 1);
    }

    /** Trie nodes that had to be made for this table, given the one before. */
    int nodesNotIn(RouteTable<A, P> before) {
        return sessions.nodesNotIn(before.sessions) + sources.nodesNotIn(before.sources);
    }

    private RouteTable<A, P> withSessions(IntTrie<SessionRoutes<P>> changed) {
        return changed == sessions ? this : new RouteTable<>(changed, sources, sourceCount);
    }

    /** Odd multiplication is one-to-one, so no two sessions share a key; the shift brings the high bits down. */
    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B1;
        return mixed ^ mixed >>> 15;
    }
}
