package io.consonance.engine.route;

import java.util.Arrays;

/**
 * Client id to path within one session. Immutable: a change copies the spine and one page, every other page is shared
 * with the table before. A look-up is two array reads.
 *
 * @param <P> what a client is reached by; opaque here
 */
public final class SessionRoutes<P> implements Destinations<P> {

    static final int PAGE_BITS = 6;
    static final int PAGE_SLOTS = 1 << PAGE_BITS;

    private static final int SLOT_MASK = PAGE_SLOTS - 1;
    private static final Object[][] NO_PAGES = {};

    private final int session;
    private final int size;
    private final Object[][] pages;

    private SessionRoutes(int session, int size, Object[][] pages) {
        this.session = session;
        this.size = size;
        this.pages = pages;
    }

    static <P> SessionRoutes<P> empty(int session) {
        return new SessionRoutes<>(session, 0, NO_PAGES);
    }

    /** The session these routes belong to. */
    public int session() {
        return session;
    }

    /** How many clients have a path. */
    public int size() {
        return size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public P path(int clientId) {
        int page = clientId >>> PAGE_BITS;
        if (page >= pages.length || pages[page] == null) {
            return null;
        }
        return (P) pages[page][clientId & SLOT_MASK];
    }

    SessionRoutes<P> with(int clientId, P path) {
        if (clientId < 0 || clientId > 0xFFFF) {
            throw new IllegalArgumentException("clientId is " + clientId + ", allowed 0..65535");
        }
        P before = path(clientId);
        if (before == path) {
            return this;
        }
        int page = clientId >>> PAGE_BITS;
        Object[][] spine = Arrays.copyOf(pages, Math.max(pages.length, page + 1));
        spine[page] = spine[page] == null ? new Object[PAGE_SLOTS] : spine[page].clone();
        spine[page][clientId & SLOT_MASK] = path;
        return new SessionRoutes<>(session, before == null ? size + 1 : size, spine);
    }

    SessionRoutes<P> without(int clientId) {
        if (path(clientId) == null) {
            return this;
        }
        int page = clientId >>> PAGE_BITS;
        Object[][] spine = pages.clone();
        spine[page] = withoutSlot(spine[page], clientId & SLOT_MASK);
        int length = spine.length;
        while (length > 0 && spine[length - 1] == null) {
            length--;
        }
        return new SessionRoutes<>(session, size - 1, length == spine.length ? spine : Arrays.copyOf(spine, length));
    }

    /** Pages both tables hold as one and the same array. */
    int pagesSharedWith(SessionRoutes<P> other) {
        int shared = 0;
        for (int i = 0; i < Math.min(pages.length, other.pages.length); i++) {
            if (pages[i] != null && pages[i] == other.pages[i]) {
                shared++;
            }
        }
        return shared;
    }

    int pageCount() {
        return pages.length;
    }

    private static Object[] withoutSlot(Object[] page, int slot) {
        Object[] copy = page.clone();
        copy[slot] = null;
        for (Object path : copy) {
            if (path != null) {
                return copy;
            }
        }
        return null;
    }
}
