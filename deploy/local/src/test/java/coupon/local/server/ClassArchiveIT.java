package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveIT {
    @TempDir
    private Path directory;

    @Test
    void what_a_process_loaded_comes_from_the_archive_in_the_next() throws Exception {
        List<Path> classPath = List.of(jarOf(TopicPartition.class), program("first"));
        ClassArchive archive = archive(classPath);
        assertThat(archive.exists()).isFalse();

        String first = run(archive, classPath);

        assertThat(archive.exists()).isTrue();
        assertThat(first).doesNotContain("shared objects file (top)");
        assertThat(run(archive, classPath))
                .contains(TopicPartition.class.getName() + " source: shared objects file (top)");
    }

    @Test
    void a_program_that_was_built_again_gets_an_archive_of_its_own_and_the_earlier_one_goes() throws Exception {
        List<Path> classPath = List.of(jarOf(TopicPartition.class), program("first"));
        run(archive(classPath), classPath);
        List<Path> rebuilt = List.of(classPath.get(0), program("second"));
        ClassArchive another = archive(rebuilt);
        assertThat(another.exists()).isFalse();

        run(another, rebuilt);

        assertThat(another.exists()).isTrue();
        assertThat(archive(classPath).exists()).isFalse();
    }

    @Test
    void classes_that_are_in_no_jar_cannot_be_archived_and_cost_nothing() throws Exception {
        ClassArchive archive = archive(List.of(jarOf(TopicPartition.class), directory, Path.of("absent")));

        assertThat(archive.options()).isEmpty();
        archive.make(ProcessHandle.current().pid());
        assertThat(archive.exists()).isFalse();
    }

    private ClassArchive archive(List<Path> classPath) throws IOException {
        return ClassArchive.of(directory.resolve("app.jar"), classPath);
    }

    /** Returns what was printed by a process that was asked for the archive when it was up. */
    private static String run(ClassArchive archive, List<Path> classPath) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JvmServer.launcher()));
        command.addAll(archive.options());
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(":"));
        command.addAll(List.of("-Xlog:class+load", "-cp", joined, Waiting.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8);
                OutputStream input = process.getOutputStream()) {
            StringBuilder text = new StringBuilder();
            String line;
            while ((line = printed.readLine()) != null) {
                text.append(line).append('\n');
                if (line.equals(Waiting.UP)) {
                    Thread writer = new Thread(() -> make(archive, process.pid(), input));
                    writer.start();
                }
            }
            process.waitFor();
            return text.toString();
        }
    }

    private static void make(ClassArchive archive, long pid, OutputStream input) {
        try {
            archive.make(pid);
            assertThat(archive.exists()).isTrue();
            input.write('\n');
            input.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path program(String name) throws IOException {
        Path jar = directory.resolve(name + ".jar");
        String entry = Waiting.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream compiled = Waiting.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            compiled.transferTo(out);
        }
        return jar;
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** A program that is up until it is asked to end. */
    static final class Waiting {
        static final String UP = "up";

        private Waiting() {}

        public static void main(String[] arguments) throws IOException {
            PrintStream out = System.out;
            out.println(new TopicPartition("a topic", 0));
            out.println(UP);
            System.in.read();
        }
    }
}
