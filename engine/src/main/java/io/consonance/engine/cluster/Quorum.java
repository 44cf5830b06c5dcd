package io.consonance.engine.cluster;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who is asked, and how many have to agree: more than half of the members, and while the membership changes, of the members to be as well, so
 * that no two majorities of successive memberships are strangers. Immutable.
 */
record Quorum(Set<String> members, Set<String> next) {

    Quorum {
        // Sorted, so that what a node sends has the same order in every run.
        members = Collections.unmodifiableSet(new TreeSet<>(members));
        next = Collections.unmodifiableSet(new TreeSet<>(next));
    }

    boolean contains(String node) {
        return members.contains(node) || next.contains(node);
    }

    /** Whether it will be a member when the change under way is complete; who will not gets nobody's word any more. */
    boolean stays(String node) {
        return next.contains(node);
    }

    /** Everybody who is asked, but this one. */
    List<String> without(String node) {
        Set<String> all = new LinkedHashSet<>(members);
        all.addAll(next);
        all.remove(node);
        return List.copyOf(all);
    }

    boolean agrees(Predicate<String> yes) {
        return majority(members, yes) && majority(next, yes);
    }

    static boolean majority(Set<String> nodes, Predicate<String> yes) {
        return 2 * nodes.stream().filter(yes).count() > nodes.size();
    }
}
