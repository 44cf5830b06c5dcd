package io.consonance.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cluster in virtual time whose network delays, loses, reorders and separates, whose nodes crash, pause, come and go. The membership changes
 * as Pekko's does: in two steps, the second once everybody who can be reached has seen the first; who cannot be reached by the larger part is put out by it.
 */
final class ClusterModel {

    static final long MILLI = 1_000_000L;
    static final TenancySettings SETTINGS =
            new TenancySettings(Duration.ofMillis(1_000), Duration.ofMillis(200), Duration.ofMillis(3_000));

    private record Mail(long atNanos, long number, String from, String to, ClusterMessage message) {}

    private record View(Set<String> members, Set<String> next) {}

    private final class Node implements TenancyOutbox {
        final String name;
        final Tenancy tenancy;
        final List<Mail> waiting = new ArrayList<>();
        int viewed = -1;
        int side;
        boolean paused;
        boolean fresh = true;
        boolean leaving;

        Node(String name) {
            this.name = name;
            tenancy = new Tenancy(name, "127.0.0.1", 7400, SETTINGS, now);
        }

        @Override
        public void send(String node, ClusterMessage message) {
            claims += message instanceof ClusterMessage.Claim ? 1 : 0;
            beats += message instanceof ClusterMessage.Beat ? 1 : 0;
            if (random.nextInt(100) >= lossPercent) {
                long delay = delayMillis + (random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(30));
                mails.add(new Mail(now + delay * MILLI, mailed++, name, node, message));
            }
        }

        @Override
        public void granted(String session, long epoch) {
            serve(session, epoch, false);
        }

        @Override
        public void suspended(String session) {
            assertThat(tenancy.holds(now, session)).isFalse();
        }

        @Override
        public void resumed(String session, long epoch) {
            serve(session, epoch, true);
        }

        @Override
        public void lost(String session) {
            assertThat(tenancy.holds(now, session)).isFalse();
        }

        private void serve(String session, long epoch, boolean resumes) {
            grants++;
            if (resumes) {
                assertThat(lastServed.get(session)).as("who had " + session).isEqualTo(name);
            }
            if (epoch <= epochs.getOrDefault(session, 0L)) {
                // So many voters have gone that none remembers. The saved session does: its owner lets go and asks
                // anew.
                outdatedGrants++;
                outdated.put(session, this);
            } else {
                lastServed.put(session, name);
                epochs.put(session, epoch);
            }
        }
    }

    final Random random;
    long now;
    int grants;
    /** Sessions served in an epoch that was not above the one before. */
    int outdatedGrants;

    boolean stableMembership;
    /** What every message takes at least. */
    int delayMillis;
    /** Claims that were sent, one to each other node. */
    int claims;
    /** Beats that were sent, likewise. */
    int beats;

    private final int lossPercent;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final PriorityQueue<Mail> mails =
            new PriorityQueue<>(Comparator.comparingLong(Mail::atNanos).thenComparingLong(Mail::number));
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, String> lastServed = new HashMap<>();
    private final Map<String, Node> outdated = new HashMap<>();
    private final List<View> views = new ArrayList<>();
    private long mailed;
    private int made;

    ClusterModel(long seed, int size, int lossPercent) {
        this.random = new Random(seed);
        this.lossPercent = lossPercent;
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < size; i++) {
            Node node = new Node("n" + made++);
            nodes.put(node.name, node);
            names.add(node.name);
        }
        views.add(new View(names, names));
    }

    /** Lets so much time pass, checking all the while that nobody serves what another one serves. */
    void run(long millis) {
        long until = now + millis * MILLI;
        while (now < until) {
            now += 5 * MILLI;
            changeMembership();
            for (Node node : List.copyOf(nodes.values())) {
                look(node);
                if (!node.paused && node.tenancy.wakeAtNanos() <= now) {
                    node.tenancy.handleWake(now, node);
                }
            }
            deliver();
            check();
            Map<String, Node> letGo = new TreeMap<>(outdated);
            outdated.clear();
            letGo.forEach((session, node) -> node.tenancy.release(now, session, node));
        }
    }

    void claim(String session) {
        Node node = anyNode();
        if (node != null && !node.paused) {
            claimAt(node.name, session);
        }
    }

    void claimAt(String name, String session) {
        Node node = nodes.get(name);
        node.tenancy.claim(now, session, epochs.getOrDefault(session, 0L), node);
    }

    /** By a node that only knows what it has heard of the session as a voter. */
    void claimAnew(String session) {
        Node node = anyNode();
        if (node != null && !node.paused) {
            node.tenancy.claim(now, session, 0, node);
        }
    }

    void release(String session) {
        Node node = anyNode();
        if (node != null && !node.paused) {
            releaseAt(node.name, session);
        }
    }

    void releaseAt(String name, String session) {
        Node node = nodes.get(name);
        node.tenancy.release(now, session, node);
    }

    void handOverAt(String name, String session) {
        Node node = nodes.get(name);
        node.tenancy.handOver(now, List.of(session), node);
    }

    void crash() {
        Node node = anyNode();
        if (node != null) {
            crash(node.name);
        }
    }

    void crash(String name) {
        nodes.remove(name);
    }

    void pause() {
        Node node = anyNode();
        if (node != null) {
            pause(node.name);
        }
    }

    void pause(String name) {
        nodes.get(name).paused = true;
    }

    void separate(String name) {
        nodes.get(name).side = 1;
    }

    void wake() {
        nodes.values().forEach(node -> node.paused = false);
        for (Node node : List.copyOf(nodes.values())) {
            List<Mail> waiting = List.copyOf(node.waiting);
            node.waiting.clear();
            waiting.forEach(mail -> node.tenancy.handleMessage(now, mail.message(), node));
            check();
        }
    }

    void separate() {
        nodes.values().forEach(node -> node.side = random.nextInt(2));
    }

    void heal() {
        nodes.values().forEach(node -> node.side = 0);
    }

    void join() {
        Node node = new Node("n" + made++);
        nodes.put(node.name, node);
    }

    void leave() {
        Node node = anyNode();
        if (node != null) {
            node.leaving = true;
        }
    }

    /** Who serves the session at this moment; null for nobody. */
    String holder(String session) {
        return nodes.values().stream()
                .filter(node -> node.tenancy.holds(now, session))
                .map(node -> node.name)
                .findFirst()
                .orElse(null);
    }

    private Node anyNode() {
        List<Node> all = List.copyOf(nodes.values());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private void deliver() {
        while (!mails.isEmpty() && mails.peek().atNanos() <= now) {
            Mail mail = mails.poll();
            Node from = nodes.get(mail.from());
            Node to = nodes.get(mail.to());
            if (from == null || to == null || from.side != to.side) {
                continue;
            }
            if (to.paused) {
                to.waiting.add(mail);
            } else {
                to.tenancy.handleMessage(now, mail.message(), to);
                check();
            }
        }
    }

    private void check() {
        for (String session : List.of("raid", "lobby")) {
            List<String> holders = nodes.values().stream()
                    .filter(node -> node.tenancy.holds(now, session))
                    .map(node -> node.name)
                    .toList();
            assertThat(holders)
                    .as("who serves " + session + " at " + now / MILLI + " ms")
                    .hasSizeLessThan(2);
        }
    }

    private View view() {
        return views.get(views.size() - 1);
    }

    /** Learns the newest membership, unless it is out of reach or out altogether. */
    private void look(Node node) {
        View view = view();
        boolean belongs = view.members().contains(node.name) || view.next().contains(node.name);
        if (belongs && !node.paused && node.viewed != views.size() - 1 && random.nextInt(20) == 0) {
            Set<String> reached = majoritySide();
            if (!reached.isEmpty() && nodes.get(reached.iterator().next()).side == node.side) {
                node.viewed = views.size() - 1;
                node.fresh = false;
                node.tenancy.handleMembers(now, view.members(), view.next(), node);
            }
        }
    }

    /** The members that see more than half of all; the only ones by whom the membership changes. */
    private Set<String> majoritySide() {
        for (int side = 0; side < 2; side++) {
            Set<String> reached = new TreeSet<>();
            for (String member : view().members()) {
                Node node = nodes.get(member);
                if (node != null && !node.paused && node.side == side) {
                    reached.add(member);
                }
            }
            if (2 * reached.size() > view().members().size()) {
                return reached;
            }
        }
        return Set.of();
    }

    private void changeMembership() {
        View view = view();
        Set<String> reached = majoritySide();
        if (reached.isEmpty()) {
            return;
        }
        int side = nodes.get(reached.iterator().next()).side;
        Set<String> staying = new TreeSet<>();
        for (String name : view.next()) {
            Node node = nodes.get(name);
            if (node != null && !node.paused && node.side == side) {
                staying.add(name);
            }
        }
        boolean changing = !view.members().equals(view.next());
        if (changing && !staying.equals(view.next())) {
            // A change is not completed past somebody who has not seen it: he is put out first.
            views.add(new View(view.members(), staying));
        } else if (!hasBeenSeenBy(staying) || !hasBeenSeenBy(reached)) {
            return;
        } else if (changing) {
            views.add(new View(view.next(), view.next()));
        } else if (!stableMembership && random.nextInt(100) == 0) {
            Set<String> next = new TreeSet<>(reached);
            for (Node node : nodes.values()) {
                if (node.fresh && !node.paused && node.side == side) {
                    next.add(node.name);
                } else if (node.leaving && next.size() > 1) {
                    next.remove(node.name);
                }
            }
            if (!next.equals(view.members())) {
                views.add(new View(view.members(), next));
            }
        }
    }

    private boolean hasBeenSeenBy(Set<String> names) {
        return names.stream().allMatch(name -> nodes.get(name).viewed == views.size() - 1);
    }
}
