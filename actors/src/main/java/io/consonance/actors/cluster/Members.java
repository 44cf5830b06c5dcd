package io.consonance.actors.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** The nodes of the cluster by name, as Pekko sees them, and the way to each. Not thread-safe; the cluster's actor owns it. */
final class Members {
    private final org.apache.pekko.actor.ActorSystem system;
    private final Cluster cluster;
    private final Map<String, ActorSelection> ways = new HashMap<>();
    private Set<String> present = Set.of();
    private Set<String> next = Set.of();

    Members(ActorContext<ClusterActor.Command> context) {
        system = Adapter.toClassic(context.getSystem());
        cluster = Cluster.get(context.getSystem());
        var changes = context.messageAdapter(
                ClusterEvent.ClusterDomainEvent.class, event -> new ClusterActor.MembersChanged());
        cluster.subscriptions().tell(Subscribe.create(changes, ClusterEvent.ClusterDomainEvent.class));
    }

    String self() {
        return name(cluster.selfMember().uniqueAddress());
    }

    /** Looks who they are now; whether that has changed. An event may come before what it tells of can be seen. */
    boolean look() {
        Set<String> presentBefore = present;
        Set<String> nextBefore = next;
        present = named(Set.of(MemberStatus.up(), MemberStatus.leaving(), MemberStatus.exiting(), MemberStatus.down()));
        next = named(Set.of(MemberStatus.up(), MemberStatus.joining(), MemberStatus.weaklyUp()));
        return !present.equals(presentBefore) || !next.equals(nextBefore);
    }

    /** Full members: who has been put out is one until everybody knows. */
    Set<String> present() {
        return present;
    }

    /** Who is a member when all changes under way are complete. */
    Set<String> next() {
        return next;
    }

    /** Who does not answer, as far as anybody knows. */
    Set<String> unreachable() {
        Set<String> names = new HashSet<>();
        cluster.state().getUnreachable().forEach(member -> names.add(name(member.uniqueAddress())));
        return names;
    }

    /** HOST:PORT of a node by its name. */
    static String address(String node) {
        return node.substring(node.indexOf('@') + 1, node.lastIndexOf('#'));
    }

    void tell(String node, ClusterActor.FromNode message) {
        ways.computeIfAbsent(node, this::way).tell(message, ActorRef.noSender());
    }

    private ActorSelection way(String node) {
        return system.actorSelection(node.substring(0, node.lastIndexOf('#')) + "/system/" + ClusterActor.NAME);
    }

    private Set<String> named(Set<MemberStatus> statuses) {
        Set<String> names = new HashSet<>();
        for (Member member : cluster.state().getMembers()) {
            if (statuses.contains(member.status())) {
                names.add(name(member.uniqueAddress()));
            }
        }
        ways.keySet().retainAll(all());
        return names;
    }

    private Set<String> all() {
        Set<String> names = new HashSet<>();
        cluster.state().getMembers().forEach(member -> names.add(name(member.uniqueAddress())));
        return names;
    }

    private static String name(UniqueAddress node) {
        return node.address() + "#" + node.longUid();
    }
}
