package io.consonance.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFormsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayTheSameInAllThreeForms(boolean churn) throws IOException {
        Report report = churn ? SampleReports.withChurn() : SampleReports.passed();
        String table = ReportTable.of(report);
        JsonNode json = JSON.readTree(ReportJson.of(report));
        String page = ReportPage.of(report);

        assertThat(JSON.readTree(between(page, "type=\"application/json\">", "</script>")))
                .isEqualTo(json);
        assertThat(pageLines(page)).isEqualTo(tableLines(table));
        for (String count :
                List.of("peersJoined", "expected", "delivered", "exactlyOnce", "lost", "duplicates", "reordered")) {
            assertThat(table).contains(String.format("%,d", json.get(count).asLong()));
        }
        for (String quantile : List.of("p50", "p99", "p999", "max")) {
            assertThat(table).contains(json.get("latencyMillis").get(quantile).asText() + " ms");
        }
    }

    @Test
    void shouldHaveTheFieldsThatOthersReadInTheirPlaces() throws IOException {
        JsonNode json = JSON.readTree(ReportJson.of(SampleReports.passed()));

        assertThat(json.get("schema").asText()).isEqualTo("consonance-report/1");
        assertThat(json.get("seed").asLong()).isEqualTo(4_242);
        assertThat(json.get("peersJoined").asInt()).isEqualTo(499);
        assertThat(json.get("expected").asLong()).isEqualTo(600_123);
        assertThat(json.get("delivered").asLong()).isEqualTo(599_987);
        assertThat(json.get("lost").asLong()).isEqualTo(136);
        assertThat(json.get("duplicates").asLong()).isEqualTo(17);
        assertThat(json.get("reordered").asLong()).isEqualTo(29);
        assertThat(json.get("durationSeconds").asDouble()).isEqualTo(30);
        assertThat(json.get("latencyMillis").fieldNames())
                .toIterable()
                .containsExactly("count", "min", "mean", "p50", "p90", "p99", "p999", "max", "distribution");
        assertThat(json.get("run").fieldNames())
                .toIterable()
                .contains("wallSeconds", "cpuSeconds", "jdk", "cores", "commit", "before", "after");
        assertThat(json.get("packetsPerSecond").get("delivered")).hasSize(2);
        assertThat(json.get("thresholds").get(1).get("actual").asDouble()).isEqualTo(0.0234);
        assertThat(json.has("churn")).isFalse();
        assertThat(json.get("rooms").get(0).fieldNames())
                .toIterable()
                .containsExactly("name", "members", "expected", "delivered", "lost", "duplicates", "reordered");
    }

    @Test
    void shouldPutOneValueOnEachLineOfTheCsv() {
        List<String> lines = ReportCsv.of(SampleReports.passed()).lines().toList();

        assertThat(lines.get(0)).isEqualTo("part,name,second,measure,unit,value");
        assertThat(lines)
                .allMatch(line -> line.split(",", -1).length == 6)
                .contains("run,,,\"peers joined\",peers,499.0")
                .contains("room,room-0,,delivered,frames,300000")
                .contains("second,,1,delivered,packets,20321");
    }

    @Test
    void shouldNameGhostsWithoutBreakingThePage() {
        String page = ReportPage.of(SampleReports.withChurn());

        assertThat(page).contains("ghost-7 &lt;/script&gt;").contains("ghost-7 \\u003c/script>");
        assertThat(ReportTable.of(SampleReports.withChurn())).contains("ghosts: ghost-7 </script>; missing: none");
    }

    @Test
    void shouldNeedNothingFromOutside() {
        String page = ReportPage.of(SampleReports.passed());

        assertThat(page)
                .doesNotContain("@@")
                .doesNotContain("src=\"http")
                .doesNotContain("<link")
                .contains("echarts");
    }

    @Test
    void shouldSpreadEveryTimedArrivalOverTheBuckets() {
        LatencyMillis latency = SampleReports.passed().latencyMillis();

        assertThat(latency.distribution().stream()
                        .mapToLong(LatencyMillis.Bucket::count)
                        .sum())
                .isEqualTo(latency.count())
                .isEqualTo(10_000);
        assertThat(latency.distribution().get(latency.distribution().size() - 1).upToMillis())
                .isGreaterThanOrEqualTo(latency.max());
    }

    @Test
    void shouldHoldAThresholdAtItsLimitAndMissItBeyond() {
        assertThat(Threshold.missed(0.001, 0.001).holds()).isTrue();
        assertThat(Threshold.missed(0.001, 0.0010001).holds()).isFalse();
        assertThat(Threshold.p99(50, 50).holds()).isTrue();
        assertThat(Threshold.p99(50, 50.001).holds()).isFalse();
        assertThat(Threshold.exactly("peers joined", "peers", 8, 7).holds()).isFalse();
        assertThat(ReportTable.of(SampleReports.passed()))
                .contains("499 peers (exactly 500) MISSED")
                .contains("0.023 % (at most 0.1) ok");
    }

    @Test
    void shouldSayBesideAMissedLatencyThatTheFramesLeftLate() {
        Threshold missed = Threshold.p99(0.5, 4);
        Report report = SampleReports.passed();

        assertThat(thresholdLines(report, missed))
                .containsExactly("4 ms (at most 0.5) MISSED; this machine was too busy: 1 % of the frames left 2.25 ms"
                        + " late or later");
        assertThat(thresholdLines(report, Threshold.p99(0.5, 5))).containsExactly("5 ms (at most 0.5) MISSED");
        assertThat(thresholdLines(report, Threshold.p99(5, 4))).containsExactly("4 ms (at most 5) ok");
    }

    private static List<String> thresholdLines(Report report, Threshold threshold) {
        return ReportLines.thresholds(report.together(null, List.of(threshold), report.run())).stream()
                .map(ReportLines.Line::value)
                .toList();
    }

    private static List<String> pageLines(String page) {
        return Pattern.compile("<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td></tr>")
                .matcher(page)
                .results()
                .map(line -> unescape(line.group(1)) + "|" + unescape(line.group(2)))
                .sorted()
                .toList();
    }

    private static List<String> tableLines(String table) {
        List<String> lines = new ArrayList<>();
        for (MatchResult line : Pattern.compile("(?m)^  (.*?) {2,}(.*)$")
                .matcher(table)
                .results()
                .toList()) {
            lines.add(line.group(1) + "|" + line.group(2));
        }
        return lines.stream().sorted().toList();
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
