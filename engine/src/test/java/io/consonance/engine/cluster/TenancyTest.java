package io.consonance.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session has one node at a time, whatever happens to nodes and network, and gets one again when enough of them are left. */
class TenancyTest {

    private static final int INTERLEAVINGS = 2_000;
    /** In these, words that are given before members have gone would make two majorities; few others know the difference. */
    private static final int[] RARE = {4_874, 12_810, 14_723, 17_555};

    private static final String SESSION = "raid";

    @Test
    void shouldNeverServeASessionTwice() {
        long grants = IntStream.concat(IntStream.range(0, INTERLEAVINGS), IntStream.of(RARE))
                .parallel()
                .map(TenancyTest::interleave)
                .sum();
        assertThat(grants).as("a model in which nobody serves proves nothing").isGreaterThan(2 * INTERLEAVINGS);
    }

    @Test
    void shouldGiveTheSessionOfACrashedNodeToAnotherAfterOneLease() {
        for (long seed = 0; seed < 50; seed++) {
            ClusterModel model = new ClusterModel(seed, 3, 0);
            model.run(2_500);
            model.claimAt("n1", SESSION);
            model.run(600);
            assertThat(model.holder(SESSION)).isEqualTo("n1");
            model.stableMembership = true;
            model.crash("n1");
            model.claimAt("n2", SESSION);
            model.run(1_400);

            assertThat(model.holder(SESSION)).isEqualTo("n2");
        }
    }

    @Test
    void shouldGoOnAfterAPauseThatNobodyUsed() {
        for (long seed = 0; seed < 50; seed++) {
            ClusterModel model = new ClusterModel(seed, 3, 0);
            model.run(2_500);
            model.claimAt("n1", SESSION);
            model.run(600);
            model.stableMembership = true;
            model.pause("n1");
            model.run(1_200);
            assertThat(model.holder(SESSION)).isNull();
            model.wake();
            model.run(600);

            assertThat(model.holder(SESSION)).isEqualTo("n1");
        }
    }

    @Test
    void shouldServeInTheLargerPartOnly() {
        for (long seed = 0; seed < 50; seed++) {
            ClusterModel model = new ClusterModel(seed, 3, 0);
            model.run(2_500);
            model.claimAt("n0", SESSION);
            model.run(600);
            model.separate("n0");
            model.claimAt("n1", SESSION);
            model.run(2_500);
            assertThat(model.holder(SESSION)).isEqualTo("n1");
            model.heal();
            model.run(1_000);

            assertThat(model.holder(SESSION)).isEqualTo("n1");
        }
    }

    @Test
    void shouldNotCountOnAVoterThatGaveItsWordToAnother() {
        for (long seed = 0; seed < 50; seed++) {
            ClusterModel model = new ClusterModel(seed, 3, 0);
            model.stableMembership = true;
            model.run(2_500);
            model.claimAt("n0", SESSION);
            model.run(600);
            model.separate("n2");
            model.claimAt("n2", SESSION);
            model.run(1_500);
            assertThat(model.holder(SESSION)).isEqualTo("n0");
            // The voters that n0 hears change: n2 now, which has given itself its word, and n1 no more.
            model.heal();
            model.separate("n1");
            model.run(1_500);
            model.heal();
            model.separate("n0");
            model.claimAt("n2", SESSION);
            model.run(1_500);

            assertThat(model.holder(SESSION)).isEqualTo("n2");
        }
    }

    @Test
    void shouldServeInAHigherEpochThanBeforeWhileVotersRemember() {
        for (int seed = 0; seed < INTERLEAVINGS / 10; seed++) {
            ClusterModel model = new ClusterModel(seed, 3 + seed % 3, seed % 4 * 5);
            model.stableMembership = true;
            Random random = model.random;
            model.run(2_000);
            for (int step = 0; step < 40; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> model.pause();
                    case 1 -> model.wake();
                    case 2 -> model.separate();
                    case 3 -> model.heal();
                    case 4, 5 -> model.release(SESSION);
                    default -> model.claimAnew(SESSION);
                }
                model.run(random.nextInt(200));
            }

            assertThat(model.outdatedGrants).as("in interleaving " + seed).isZero();
        }
    }

    @Test
    void shouldHandOverWithoutWaiting() {
        ClusterModel model = new ClusterModel(1, 3, 0);
        model.run(2_500);
        model.claimAt("n0", SESSION);
        model.run(600);
        model.releaseAt("n0", SESSION);
        model.claimAt("n1", SESSION);
        model.run(700);

        assertThat(model.holder(SESSION)).isEqualTo("n1");
    }

    @Test
    void shouldTellTheOthersAtOnceWhatItHandsOver() {
        ClusterModel model = new ClusterModel(1, 3, 0);
        model.stableMembership = true;
        model.run(2_500);
        List<String> sessions = List.of("a", "b", "c");
        sessions.forEach(session -> model.claimAt("n0", session));
        model.run(600);

        for (String session : sessions) {
            int before = model.beats;
            model.handOverAt("n0", session);
            assertThat(model.beats).as("beats to two others").isEqualTo(before + 2);
        }
    }

    @Test
    void shouldGetASessionFromVotersThatAreSlowToAnswer() {
        ClusterModel model = new ClusterModel(1, 3, 0);
        model.run(2_500);
        model.stableMembership = true;
        model.delayMillis = 180;
        model.run(1_000);
        model.claimAt("n0", SESSION);
        model.run(1_000);

        assertThat(model.holder(SESSION)).isEqualTo("n0");
    }

    @Test
    void shouldAskForManySessionsAtOnce() {
        ClusterModel model = new ClusterModel(1, 3, 0);
        model.run(2_500);
        for (int i = 0; i < 500; i++) {
            model.claimAt("n0", SESSION + i);
        }
        model.run(600);

        assertThat(model.claims).isLessThan(10);
        for (int i = 0; i < 500; i++) {
            assertThat(model.holder(SESSION + i)).isEqualTo("n0");
        }
    }

    private static int interleave(int seed) {
        ClusterModel model = new ClusterModel(seed, 3 + seed % 3, seed % 4 * 5);
        Random random = model.random;
        model.run(2_000);
        for (int step = 0; step < 60; step++) {
            String session = random.nextBoolean() ? SESSION : "lobby";
            switch (random.nextInt(14)) {
                case 0 -> model.crash();
                case 1, 2 -> model.pause();
                case 3, 4 -> model.wake();
                case 5 -> model.separate();
                case 6, 7 -> model.heal();
                case 8 -> model.join();
                case 9 -> model.release(session);
                case 10 -> model.leave();
                default -> model.claim(session);
            }
            model.run(random.nextInt(300));
        }
        return model.grants;
    }
}
