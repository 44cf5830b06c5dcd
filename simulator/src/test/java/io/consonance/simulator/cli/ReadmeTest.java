package io.consonance.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows is what the tests run. Commands in it are run by CI. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void shouldShowTheExampleThatIsRun() throws IOException {
        String example =
                Files.readString(ROOT.resolve("actors/src/test/java/io/consonance/actors/example/EmbeddedHost.java"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme())
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).isNotEmpty();
        assertThat(blocks).allSatisfy(block -> assertThat(unspaced(example)).contains(unspaced(block)));
    }

    @Test
    void shouldOnlyLinkToWhatIsThere() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            for (Path page : Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(p -> p.toString().endsWith(".md")))
                    .toList()) {
                Matcher link = Pattern.compile("\\]\\((?!https?:)([^)#]+)").matcher(Files.readString(page));
                while (link.find()) {
                    assertThat(page.getParent().resolve(link.group(1)))
                            .as("link in %s", ROOT.relativize(page))
                            .exists();
                }
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String unspaced(String text) {
        return text.replaceAll("\\s+", "");
    }
}
