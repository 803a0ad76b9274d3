package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir
    private Path directory;

    private Path jar;
    private Path target;

    @BeforeEach
    void build() throws IOException {
        target = Files.createDirectories(directory.resolve("app/target"));
        jar = target.resolve("app.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Start-Class", "the.Main");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
    }

    @Test
    void a_jar_without_a_class_path_beside_it_is_started_as_it_is() throws IOException {
        assertThat(Program.of(jar).command()).containsExactly("-jar", jar.toString());
    }

    @Test
    void libraries_come_first_from_where_they_are_and_the_projects_own_jars_from_copies() throws IOException {
        Path library = directory.resolve("repository/library.jar");
        Path core = Files.writeString(target.resolve("core.jar"), "core");
        Files.writeString(target.resolve("app.jar.original"), "app");
        Files.writeString(target.resolve("class-path.txt"), core + ":" + library + "\n");

        List<String> command = Program.of(jar).command();

        assertThat(command).hasSize(3).startsWith("-cp").endsWith("the.Main");
        String[] entries = command.get(1).split(":");
        assertThat(entries).hasSize(3).startsWith(library.toString());
        assertThat(Path.of(entries[1]))
                .hasFileName("core.jar")
                .hasContent("core")
                .isNotEqualTo(core);
        assertThat(Path.of(entries[2])).hasFileName("app.jar").hasContent("app");
    }

    @Test
    void another_build_of_the_same_size_is_another_copy_and_the_earlier_one_is_deleted() throws IOException {
        Files.writeString(target.resolve("class-path.txt"), "/repository/library.jar");
        Files.writeString(target.resolve("app.jar.original"), "one");
        String first = Program.of(jar).command().get(1);
        Files.writeString(target.resolve("app.jar.original"), "two");
        String second = Program.of(jar).command().get(1);

        assertThat(second).isNotEqualTo(first);
        assertThat(target.resolve("started")).isDirectoryNotContaining(path -> first.contains(path.toString()));
    }
}
