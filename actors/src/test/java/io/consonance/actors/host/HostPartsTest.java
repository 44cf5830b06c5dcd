package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.host.HostDrop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The small owned things of the host's actors. */
class HostPartsTest {
    private static final long SECOND = 1_000_000_000L;

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldLimitConnectionsPerAddressAndSecond() {
        ConnectLimiter limiter = new ConnectLimiter(2);
        InetAddress one = address("10.0.0.1");
        assertThat(limiter.tryConnect(0, one)).isTrue();
        assertThat(limiter.tryConnect(1, one)).isTrue();
        assertThat(limiter.tryConnect(2, one)).isFalse();
        assertThat(limiter.tryConnect(3, address("10.0.0.2"))).isTrue();
        assertThat(limiter.tryConnect(SECOND, one)).isTrue();
    }

    @Test
    void shouldCountAnIpv6NetworkAsOneAddress() {
        ConnectLimiter limiter = new ConnectLimiter(1);
        assertThat(limiter.tryConnect(0, address("2001:db8::1"))).isTrue();
        assertThat(limiter.tryConnect(0, address("2001:db8::2"))).isFalse();
        assertThat(limiter.tryConnect(0, address("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void shouldNotLimitAtZero() {
        ConnectLimiter limiter = new ConnectLimiter(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(limiter.tryConnect(0, address("10.0.0.1"))).isTrue();
        }
    }

    @Test
    void shouldDrawSessionIdsInRangeThatNobodyHas() {
        SessionIds ids = new SessionIds(new Random(4));
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            int id = ids.next();
            assertThat(id).isBetween(1, 0x7FFF_FFFE);
            assertThat(drawn.add(id)).isTrue();
        }
        // The same sequence again: all are taken until they are released.
        SessionIds same = new SessionIds(new Random(5));
        int first = same.next();
        SessionIds again = new SessionIds(new Random(5) {
            private static final long serialVersionUID = 1L;
            private int calls;

            @Override
            public int nextInt(int bound) {
                return calls++ < 2 ? first - 1 : super.nextInt(bound);
            }
        });
        assertThat(again.next()).isEqualTo(first);
        assertThat(again.next()).isNotEqualTo(first);
    }

    @Test
    void shouldBanUntilTheTimeIsOver() {
        Bans bans = new Bans();
        bans.add(0, "mallory", Duration.ofNanos(100));
        assertThat(bans.isBanned(99, "mallory")).isTrue();
        assertThat(bans.isBanned(99, "alice")).isFalse();
        assertThat(bans.isBanned(100, "mallory")).isFalse();
        bans.add(100, "mallory", Duration.ofNanos(100));
        assertThat(bans.remove("mallory")).isTrue();
        assertThat(bans.remove("mallory")).isFalse();
        assertThat(bans.isBanned(100, "mallory")).isFalse();
    }

    @Test
    void shouldForgetBansThatAreOver() {
        Bans bans = new Bans();
        for (int i = 1; i <= 1_000; i++) {
            bans.add(0, "name " + i, Duration.ofNanos(i));
        }
        bans.add(0, "name 1", Duration.ofNanos(2_000));
        bans.add(0, "name 2", Duration.ZERO);
        assertThat(bans.wakeAtNanos()).isEqualTo(3);
        bans.handleWake(1_000);
        assertThat(bans.wakeAtNanos()).isEqualTo(2_000);
        assertThat(bans.isBanned(1_000, "name 1")).isTrue();
        bans.handleWake(2_000);
        assertThat(bans.isEmpty()).isTrue();
        assertThat(bans.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldBanForAsLongAsADurationCanSay() {
        Bans bans = new Bans();
        bans.add(5_000, "mallory", ChronoUnit.FOREVER.getDuration());
        assertThat(bans.isBanned(Duration.ofDays(36_000).toNanos(), "mallory")).isTrue();
    }

    @Test
    void shouldMuteAsLongAsThereIsOneReason() {
        Mutes mutes = new Mutes();
        assertThat(mutes.set("alice", true)).isTrue();
        assertThat(mutes.setByRoom("alice", "red", true)).isTrue();
        assertThat(mutes.set("alice", false)).isTrue();
        assertThat(mutes.setByRoom("alice", "blue", false)).isTrue();
        assertThat(mutes.isMuted("alice")).isTrue();
        assertThat(mutes.setByRoom("alice", "red", false)).isFalse();
        assertThat(mutes.isMuted("alice")).isFalse();
    }

    @Test
    void shouldNameDropsByTheirCause() {
        HostCounters counters = new HostCounters();
        counters.countDropped(HostDrop.FORGED_SENDER);
        counters.countDropped(HostDrop.FORGED_SENDER);
        assertThat(counters.snapshot()).containsExactly(java.util.Map.entry("packetsDroppedForgedSender", 2L));
    }
}
