package coupon.verification.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point to exists. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");
    private static final Pattern PATH_IN_CODE =
            Pattern.compile("`((?:coupon-(?:core|api|worker)|deploy|docs|verification|\\.ci)/[A-Za-z0-9_./-]+)");
    /** Made by a build or a run. */
    private static final Pattern GENERATED = Pattern.compile(".*(/target/|deploy/local/data).*");

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .map(ROOT::relativize)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_path_that_a_document_names_exists(Path document) {
        Path file = ROOT.resolve(document);

        assertThat(paths(file, LINK))
                .allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
        assertThat(paths(file, PATH_IN_CODE))
                .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    }

    @Test
    void the_page_about_the_architecture_has_paths_to_check() {
        assertThat(paths(ROOT.resolve("docs/architecture.md"), LINK)).hasSizeGreaterThan(4);
    }

    private static List<String> paths(Path file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(file));
            return matcher.results()
                    .map(found -> found.group(1))
                    .filter(path -> !GENERATED.matcher(path).matches())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
