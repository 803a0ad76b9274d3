package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootJarTest {
    @TempDir
    private Path directory;

    @Test
    void a_jar_that_is_no_boot_jar_is_started_as_it_is() throws IOException {
        Path jar = plainJar("content");

        assertThat(BootJar.of(jar).command()).containsExactly("-jar", jar.toString());
    }

    @Test
    void without_an_archive_one_is_recorded_and_with_one_it_is_used() throws IOException {
        Path jar = plainJar("content");
        BootJar before = BootJar.of(jar);
        String recording = before.commandRecording().get(0);
        assertThat(recording).startsWith("-XX:ArchiveClassesAtExit=");

        Path recorded = Path.of(recording.substring(recording.indexOf('=') + 1));
        Files.createDirectories(recorded.getParent());
        Files.writeString(recorded, "classes");
        before.keepRecording();

        String archive = "-XX:SharedArchiveFile=" + before.archive();
        assertThat(BootJar.of(jar).command()).startsWith(archive);
        assertThat(BootJar.of(jar).commandRecording()).startsWith(archive);
        assertThat(before.archive()).hasContent("classes");
        assertThat(recorded).doesNotExist();
    }

    @Test
    void a_process_that_recorded_nothing_leaves_nothing() throws IOException {
        BootJar program = BootJar.of(plainJar("content"));

        program.keepRecording();

        assertThat(program.command()).hasSize(2);
    }

    @Test
    void another_build_of_the_same_size_and_time_has_an_archive_of_its_own() throws IOException {
        Path first = BootJar.of(plainJar("one")).archive();
        Path second = BootJar.of(plainJar("two")).archive();

        assertThat(second).isNotEqualTo(first);
    }

    private Path plainJar(String content) throws IOException {
        Path jar = directory.resolve("some.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            JarEntry entry = new JarEntry("content");
            entry.setTime(0);
            out.putNextEntry(entry);
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
