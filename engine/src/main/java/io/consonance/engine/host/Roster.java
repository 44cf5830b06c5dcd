package io.consonance.engine.host;

import io.consonance.engine.route.Destinations;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Who is in a session and in which of its rooms. Owned by a {@link HostSession} and only changed by it; readers share its
 * thread and must not keep what they got beyond the next change.
 */
public final class Roster implements Destinations<Member> {

    private static final int FIRST_SLOTS = 16;

    /** By client id; ends with the highest id present. */
    private Member[] byId = new Member[FIRST_SLOTS];

    private int idBound = 0;
    private final Map<String, Member> byName = new HashMap<>();
    private final Map<Long, Member> byLink = new HashMap<>();
    private final Map<String, Set<Member>> rooms = new LinkedHashMap<>();

    Roster() {}

    /** How many clients are in the session. */
    public int size() {
        return byName.size();
    }

    /** All clients, by ascending id; a view. */
    public Collection<Member> members() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<Member> iterator() {
                return new MemberIterator();
            }

            @Override
            public int size() {
                return Roster.this.size();
            }
        };
    }

    /** The client with this id, or null. */
    public Member member(int clientId) {
        return clientId >= 0 && clientId < idBound ? byId[clientId] : null;
    }

    /** The client with this name, or null. */
    public Member memberNamed(String name) {
        return byName.get(name);
    }

    /** The client that joined by this link, or null. */
    public Member memberAt(long link) {
        return byLink.get(link);
    }

    /** Names of the rooms that somebody is in; a view. */
    public Set<String> rooms() {
        return Collections.unmodifiableSet(rooms.keySet());
    }

    /** The clients in this room, in the order they entered it; a view, empty when there is no such room. */
    public Collection<Member> membersOf(String room) {
        Set<Member> members = rooms.get(room);
        return members == null ? List.of() : Collections.unmodifiableCollection(members);
    }

    /** The client with this id, or null. */
    @Override
    public Member path(int clientId) {
        return member(clientId);
    }

    void add(Member member) {
        int id = member.clientId();
        if (id >= byId.length) {
            byId = Arrays.copyOf(byId, Math.max(id + 1, 2 * byId.length));
        }
        byId[id] = member;
        idBound = Math.max(idBound, id + 1);
        byName.put(member.name(), member);
        byLink.put(member.link(), member);
    }

    /** The member must have left its rooms. */
    void remove(Member member) {
        byId[member.clientId()] = null;
        while (idBound > 0 && byId[idBound - 1] == null) {
            idBound--;
        }
        byName.remove(member.name());
        byLink.remove(member.link());
    }

    /** Whether the member was not in the room before. */
    boolean enter(Member member, String room) {
        if (!member.enter(room)) {
            return false;
        }
        rooms.computeIfAbsent(room, name -> new LinkedHashSet<>()).add(member);
        return true;
    }

    /** Whether the member was in the room before. */
    boolean leave(Member member, String room) {
        if (!member.leave(room)) {
            return false;
        }
        Set<Member> members = rooms.get(room);
        members.remove(member);
        if (members.isEmpty()) {
            rooms.remove(room);
        }
        return true;
    }

    /** Walks the ids; the roster must not change meanwhile. */
    private final class MemberIterator implements Iterator<Member> {

        private int next = nextFrom(0);

        @Override
        public boolean hasNext() {
            return next < idBound;
        }

        @Override
        public Member next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Member member = byId[next];
            next = nextFrom(next + 1);
            return member;
        }

        private int nextFrom(int id) {
            int found = id;
            while (found < idBound && byId[found] == null) {
                found++;
            }
            return found;
        }
    }
}
