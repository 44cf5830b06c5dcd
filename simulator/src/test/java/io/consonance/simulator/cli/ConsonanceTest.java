package io.consonance.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ConsonanceTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListEveryCommandInItsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("host", "simulate", "inspect");
    }

    @Test
    void shouldNameVersionAndCommit() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("consonance ").contains("commit ").doesNotContain("${");
    }

    @ParameterizedTest
    @CsvSource({
        "--peers,0,1 to 65535",
        "--peers,70000,1 to 65535",
        "--peers,many,a whole number",
        "--room-size,-1,1 to 65535",
        "--duration,1ms,100 ms to 24 h",
        "--duration,soon,30s",
        "--duration,400,with its unit",
        "--warm-up,8,with its unit",
        "--seed,abc,'abc' is not a whole number",
        "--set,groups.peer.frame=20,with its unit",
        "--frame,30ms,40ms",
        "--max-loss,200%,from 0 to 100%",
        "--max-p99,fast,20ms",
        "--host,nowhere,nowhere",
        "--json,/,folder",
        "--min-mos,3,virtual time only; add --virtual",
        "--seeds,3,virtual time only",
        "--csv,/,folder",
        "--set,groups.peer.peers=0,1 to 1000000",
        "--set,groups.peer.size=8,room-size",
        "--set,groups.per.min-mos=3,a group there is: peer",
        "--set,groups.foo.peers=3,a group there is: peer",
        "--set,peers=8,groups",
        "--set,groups.peer.min-mos=3,none in a live run",
        "--set,groups.peer.correction=off,on in a live run",
        "--set,seeds=2,1 in a live run",
        "--coordinator,127.0.0.1:1,--workers",
        "--workers,0,1 to 100",
        "--cluster,0,1 to 20",
        "--event,20s kill 2,--cluster only",
        "--colour,red,--colour"
    })
    void shouldRefuseAWrongOptionAndSayWhatIsAllowed(String option, String value, String expected) {
        assertThat(run("simulate", option, value)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains(option.equals("--set") ? value.split("=")[0] : option)
                .contains(expected);
    }

    @Test
    void shouldRefuseInVirtualTimeWhatOnlyRealSocketsHave() {
        assertThat(run("simulate", "--virtual", "--warm-up", "1s")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--warm-up goes with real sockets only, not with --virtual");
    }

    @ParameterizedTest
    @CsvSource({
        "--threads,0,1 to 1024",
        "--peers,0,1 to 1000000",
        "--seeds,0,1 to 1000",
        "--network,dial-up,congested-wifi",
        "--session-size,4,8 (a room) to 65535",
        "--bitrate,10,6000 to 128000",
        "--min-mos,5,1 to 4.5"
    })
    void shouldRefuseAWrongOptionInVirtualTimeToo(String option, String value, String expected) {
        assertThat(run("simulate", "--virtual", option, value)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains(option.equals("--set") ? value.split("=")[0] : option)
                .contains(expected);
    }

    @Test
    void shouldSayWhichGroupsHaveNoRoomsOfTheirOwn() {
        assertThat(run("simulate", "../scenarios/stadium.conf", "--room-size", "100"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--room-size 100: use it with groups that have rooms of their own")
                .contains("commentators, fibre, phones, wifi");
    }

    @Test
    void shouldSayThatNobodyWalksInALiveRun() {
        assertThat(run("simulate", "../scenarios/market.conf", "--live")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains("groups.walkers.plane.cell")
                .contains(" m: ")
                .doesNotContain("...");
    }

    @ParameterizedTest
    @CsvSource({
        "simulat,unknown command 'simulat'; did you mean simulate?",
        "frobnicate,'unknown command ''frobnicate''; there are host, drain'",
        "--bogus,Unknown option: '--bogus'"
    })
    void shouldSayWhatIsNoCommandWithoutAllOfTheHelp(String word, String expected) {
        assertThat(run(word)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith(expected.startsWith("unknown") ? expected : "Unknown option")
                .endsWith("'consonance --help' shows what there is." + System.lineSeparator())
                .hasLineCount(2);
    }

    @Test
    void shouldSayWhichReportCannotBeCompared() {
        assertThat(run("simulate", "--compare", "no-such-a.json", "no-such-b.json"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--compare no-such-a.json: no such file");
    }

    @Test
    void shouldCompareIntoNothingButAPage() {
        assertThat(run("simulate", "--compare", "a.json", "b.json", "--csv", "c.csv"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--compare goes with --html only");
    }

    @Test
    void shouldSayOnceWhatAnOptionIs() {
        assertThat(run("simulate", "--set", "x")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("Value for option '--set' (KEY=VALUE)");
    }

    @Test
    void shouldRefuseOneFileForTwoReports() {
        assertThat(run("simulate", "--json", "target/x", "--html", "target/./x"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--json and --html name the same file, target/x: use two");
    }

    @Test
    void shouldReadDurationsAsPeopleWriteThem() {
        assertThat(new OptionText.DurationText().convert("1.5s")).isEqualTo(Duration.ofMillis(1_500));
        assertThat(new OptionText.DurationText().convert("10m")).isEqualTo(Duration.ofMinutes(10));
    }

    private int run(String... arguments) {
        return Consonance.commandLine(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
