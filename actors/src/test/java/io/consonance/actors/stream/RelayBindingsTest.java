package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.SESSION;
import static io.consonance.actors.stream.RelayPackets.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.route.Speaker;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class RelayBindingsTest {

    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 1001);
    private static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.1", 1002);

    private final PublishedRoutes routes = new PublishedRoutes();
    private final RelayBindings bindings = new RelayBindings(routes);
    private final RecordingPeer peer = new RecordingPeer();
    private final RecordingPeer other = new RecordingPeer();

    @Test
    void shouldRouteAMemberThroughItsPeerUntilItIsBound() {
        bindings.open(1, token(1), peer);
        bindings.join(1, SESSION, 40);
        assertThat(path(40)).isEqualTo(new Path.Actor(peer));
        assertThat(bindings.claim(1, HERE, 5, 0)).isTrue();
        assertThat(path(40)).isEqualTo(new Path.Udp(HERE));
        assertThat(routes.table().speakerAt(HERE)).isEqualTo(new Speaker(SESSION, 40, false));
        assertThat(peer.told).containsExactly(new RecordingPeer.Bound(HERE, 5));
        assertThat(bindings.binding(1)).isEqualTo(new RelayBindings.Binding(HERE, 0));
    }

    @Test
    void shouldKnowABoundAddressBeforeItsClientJoined() {
        bindings.open(1, token(1), peer);
        bindings.claim(1, HERE, 0, 0);
        assertThat(routes.table().speakerAt(HERE)).isEqualTo(new Speaker(0, PublishedRoutes.NOT_JOINED, false));
        bindings.attach(1, SESSION);
        assertThat(routes.table().speakerAt(HERE)).isEqualTo(new Speaker(SESSION, PublishedRoutes.NOT_JOINED, false));
        bindings.join(1, SESSION, 3);
        bindings.attach(1, 9);
        assertThat(routes.table().speakerAt(HERE)).isEqualTo(new Speaker(SESSION, 3, false));
    }

    @Test
    void shouldConfirmTheSameAddressForANewerNonce() {
        bindings.open(1, token(1), peer);
        assertThat(bindings.claim(1, HERE, 0xFFFF_FFFEL, 0)).isTrue();
        assertThat(bindings.claim(1, HERE, 0xFFFF_FFFEL, 0)).isFalse();
        assertThat(bindings.claim(1, THERE, 3, 0)).isFalse();
        assertThat(bindings.claim(1, HERE, 0xFFFF_FFFFL, 1)).isTrue();
        assertThat(bindings.binding(1)).isEqualTo(new RelayBindings.Binding(HERE, 1));
        assertThat(peer.told).hasSize(2);
    }

    @Test
    void shouldMoveABindingAndForgetTheOldAddress() {
        bindings.open(1, token(1), peer);
        bindings.join(1, SESSION, 3);
        bindings.claim(1, HERE, 1, 0);
        bindings.claim(1, THERE, 2, 0);
        assertThat(routes.table().speakerAt(HERE)).isNull();
        assertThat(bindings.peerAt(HERE)).isNull();
        assertThat(bindings.peerAt(THERE)).isSameAs(peer);
        assertThat(path(3)).isEqualTo(new Path.Udp(THERE));
        assertThat(routes.table().sourceCount()).isEqualTo(1);
    }

    @Test
    void shouldSendTheOlderOfTwoClaimantsBackToItsActor() {
        bindings.open(1, token(1), peer);
        bindings.open(2, token(2), other);
        bindings.join(1, SESSION, 3);
        bindings.join(2, SESSION, 4);
        bindings.claim(1, HERE, 1, 0);
        bindings.claim(2, HERE, 1, 0);
        assertThat(peer.told).containsExactly(new RecordingPeer.Bound(HERE, 1), new RecordingPeer.Unbound());
        assertThat(path(3)).isEqualTo(new Path.Actor(peer));
        assertThat(path(4)).isEqualTo(new Path.Udp(HERE));
        assertThat(routes.table().speakerAt(HERE).clientId()).isEqualTo(4);
        bindings.close(1);
        assertThat(routes.table().speakerAt(HERE).clientId())
                .as("no longer the older one's to take")
                .isEqualTo(4);
    }

    @Test
    void shouldNotTakeAnIdThatAnotherLinkHasByNow() {
        bindings.open(1, token(1), peer);
        bindings.open(2, token(2), other);
        bindings.join(1, SESSION, 3);
        bindings.join(2, SESSION, 3);
        bindings.leave(1);
        assertThat(path(3)).isEqualTo(new Path.Actor(other));
        bindings.close(2);
        assertThat(routes.table().session(SESSION)).isNull();
    }

    @Test
    void shouldUnmuteWhoeverJoinsNext() {
        bindings.open(1, token(1), peer);
        bindings.claim(1, HERE, 1, 0);
        bindings.join(1, SESSION, 3);
        bindings.mute(1, true);
        assertThat(routes.table().speakerAt(HERE).muted()).isTrue();
        bindings.leave(1);
        bindings.join(1, SESSION, 4);
        assertThat(routes.table().speakerAt(HERE)).isEqualTo(new Speaker(SESSION, 4, false));
        assertThat(routes.table().session(SESSION).size()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreLinksThatAreNotOpen() {
        bindings.attach(1, SESSION);
        bindings.join(1, SESSION, 3);
        bindings.mute(1, true);
        bindings.leave(1);
        bindings.close(1);
        assertThat(bindings.claim(1, HERE, 1, 0)).isFalse();
        assertThat(bindings.binding(1)).isNull();
        assertThat(bindings.peer(1)).isNull();
        assertThat(routes.table().sessionCount()).isZero();
    }

    @Test
    void shouldForgetTheTokenWithItsLink() {
        ByteString token = token(1);
        long first = token.asByteBuffer().getLong(0);
        long second = token.asByteBuffer().getLong(8);
        bindings.open(1, token, peer);
        assertThat(routes.token(first, second).link()).isEqualTo(1);
        bindings.close(1);
        assertThat(routes.token(first, second)).isNull();
    }

    @Test
    void shouldLeaveNothingBehindHoweverLinksComeAndGo() {
        Random random = new Random(17);
        Map<InetSocketAddress, Long> owners = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long link = random.nextInt(20);
            InetSocketAddress source = new InetSocketAddress("127.0.0.1", 2_000 + random.nextInt(15));
            switch (random.nextInt(6)) {
                case 0 -> {
                    bindings.open(link, token((int) link), peer);
                    owners.values().remove(link);
                }
                case 1 -> bindings.join(link, 1 + random.nextInt(3), random.nextInt(10));
                case 2 -> bindings.leave(link);
                case 3 -> bindings.mute(link, random.nextBoolean());
                case 4 -> {
                    bindings.close(link);
                    owners.values().remove(link);
                }
                default -> {
                    if (bindings.claim(link, source, i, 0)) {
                        owners.values().remove(link);
                        owners.put(source, link);
                    }
                }
            }
            assertThat(routes.table().sourceCount()).isEqualTo(owners.size());
            owners.forEach((address, owner) ->
                    assertThat(bindings.binding(owner).source()).isEqualTo(address));
        }
        for (long link = 0; link < 20; link++) {
            bindings.close(link);
        }
        assertThat(routes.table().sourceCount()).isZero();
        assertThat(routes.table().sessionCount()).isZero();
    }

    private Path path(int clientId) {
        return routes.table().session(SESSION).path(clientId);
    }
}
