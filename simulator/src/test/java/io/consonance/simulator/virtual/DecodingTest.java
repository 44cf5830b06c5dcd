package io.consonance.simulator.virtual;

import static io.consonance.simulator.scenario.Scenarios.decoding;
import static io.consonance.simulator.scenario.Scenarios.rooms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.network.DelayModel;
import io.consonance.simulator.network.LinkProfile;
import io.consonance.simulator.network.LossModel;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.ReportCsv;
import io.consonance.simulator.report.ReportJson;
import io.consonance.simulator.report.ReportTable;
import io.consonance.simulator.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Some listeners put real packets through a real playout. */
class DecodingTest {

    private static final Duration DURATION = Duration.ofSeconds(2);
    private static final NetworkProfile BAD =
            NetworkPresets.named("congested-wifi").orElseThrow();

    /** What they hear with one seed, on every JDK and with any number of threads. */
    private static final String SHA_256 = "b54a9b666cdbcd34215d959b99bae413232fc1f448b51672531de7f461e7c1ec";

    @Test
    void shouldHearTheSameOnEveryJdkWithAnyNumberOfThreadsAndChangeNothingElse() throws Exception {
        Scenario scenario = rooms(8, DURATION, BAD);
        Report report = simulate(decoding(scenario, 0.5), 1);
        String heard = withoutRun(report);

        assertThat(withoutRun(simulate(decoding(scenario, 0.5), 2))).isEqualTo(heard);
        assertThat(heard.replaceAll("(?s),\\s+\"decoded\" : \\{.*?\\]\\s+\\}", ""))
                .isEqualTo(withoutRun(simulate(scenario, 2)));
        assertSaidInEveryForm(report);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(heard.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(SHA_256);
    }

    private static void assertSaidInEveryForm(Report report) {
        Report.Decoded decoded = decoded(report);
        assertThat(decoded.each())
                .extracting(Report.DecodedListener::name)
                .hasSize(4)
                .contains("peer-1");
        assertThat(decoded.distanceDb()).isGreaterThan(decoded.codecAloneDb() + 0.2);
        assertThat(decoded.correlation()).isBetween(-1.0, 1.0);
        assertThat(ReportTable.of(report)).contains("really decoded", "by 4 listeners", "model and signal");
        assertThat(ReportCsv.of(report)).contains("decoded,peer-1,,distance,dB,", "decoded,peer-1,,mos,MOS,");
    }

    @Test
    void shouldHearLittleElseThanTheCodecOnAPerfectNetwork() throws Exception {
        Report.Decoded decoded = decoded(simulate(decoding(rooms(8, DURATION), 0.25), 1));

        assertThat(decoded.listeners()).isEqualTo(2);
        assertThat(decoded.frames()).isGreaterThan(50);
        assertThat(decoded.unplayedFrames()).isZero();
        // speeches fade in, and the playout buffer goes from its first delay to the least by playing faster
        assertThat(decoded.distanceDb()).isCloseTo(decoded.codecAloneDb(), within(0.3));
    }

    @Test
    void shouldJudgeWhatIsNeverPlayedToo() throws Exception {
        LinkProfile down = LinkProfile.of(LossModel.gilbert(0.3, 15), DelayModel.constant(Duration.ofMillis(30)));
        NetworkProfile holes = new NetworkProfile("holes", LinkProfile.PERFECT, down);
        Report.Decoded decoded = decoded(simulate(decoding(rooms(8, Duration.ofSeconds(1), holes), 1), 1));

        // as many as on a perfect network; of one speaker, nothing came
        assertThat(decoded.frames()).isEqualTo(56);
        assertThat(decoded.unplayedFrames()).isEqualTo(16);
        assertThat(decoded.each().stream()
                        .mapToLong(Report.DecodedListener::unplayedFrames)
                        .sum())
                .isEqualTo(16);
    }

    @Test
    void shouldSpreadThoseWhoDecodeEvenlyAndHaveOneAtLeast() {
        Scenario tenth = decoding(rooms(64, DURATION), 0.1);
        Scenario hardly = decoding(rooms(64, DURATION), 0.0001);
        int tenths = 0;
        int few = 0;
        for (int peer = 0; peer < 64; peer++) {
            tenths += tenth.decodes(peer) ? 1 : 0;
            few += hardly.decodes(peer) ? 1 : 0;
            assertThat(rooms(64, DURATION).decodes(peer)).isFalse();
        }
        assertThat(tenths).isEqualTo(7);
        assertThat(few).isEqualTo(1);
    }

    private static Report simulate(Scenario scenario, int threads) throws InterruptedException {
        return new VirtualSimulation(scenario, 11, threads, Duration.ZERO, new SilentProgress()).run("test", "test");
    }

    private static Report.Decoded decoded(Report report) {
        return report.groups().get(0).decoded();
    }

    /** The run object stands last. */
    private static String withoutRun(Report report) {
        String text = ReportJson.of(report);
        return text.substring(0, text.indexOf("\"run\" :"));
    }
}
