package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sealing of the load in C, against the vectors that draft-krovetz-ocb-00 gives for OCB2 with AES-128. */
class Ocb2Test {

    private static final String KEY = "000102030405060708090A0B0C0D0E0F";
    private static final String COUNTING =
            "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F2021222324252627";

    @Test
    void shouldSealAsPublished() throws Exception {
        assertThat(sealed(0, 8, 16, 24, 40))
                .containsExactly(
                        " BF3108130773AD5EC70EC69E7875A7B0",
                        "C636B3A868F429BB A45F5FDEA5C088D1D7C8BE37CABC8C5C",
                        "52E48F5D19FE2D9869F0C4A4B3D2BE57 F7EE49AE7AA5B5E6645DB6B3966136F9",
                        "F75D6BC8B4DC8D66B836A2B08B32A636CC579E145D323BEB A1A50F822819D6E0A216784AC24AC84C",
                        "F75D6BC8B4DC8D66B836A2B08B32A6369F1CD3C5228D79FD6C267F5F6AA7B231C7DFB9D59951AE9C"
                                + " 9DB0CDF880F73E3E10D4EB3217766688");
    }

    /** The published vectors do without: no offset of theirs has its highest bit set. */
    @Test
    void shouldReduceADoubledBlock() throws Exception {
        assertThat(answers("double 80000000000000000000000000000001\n"))
                .containsExactly("00000000000000000000000000000085");
        assertThat(answers("double 40000000000000000000000000000080\n"))
                .containsExactly("80000000000000000000000000000100");
    }

    private static List<String> sealed(int... lengths) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int length : lengths) {
            lines.append(KEY + " " + KEY + " .").append(COUNTING, 0, 2 * length).append('\n');
        }
        return answers(lines.toString());
    }

    private static List<String> answers(String lines) throws Exception {
        try (CPrograms programs = new CPrograms()) {
            Process program = new ProcessBuilder(compiled(programs).toString()).start();
            program.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            program.getOutputStream().close();
            return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static Path compiled(CPrograms programs) throws InterruptedException {
        try {
            return programs.compile("ocb2_lines", "ocb2.h");
        } catch (IOException noCompiler) {
            assumeTrue(!noCompiler.getMessage().contains("not installed"), noCompiler.getMessage());
            throw new AssertionError(noCompiler);
        }
    }
}
