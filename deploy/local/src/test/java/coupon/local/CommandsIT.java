package coupon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The scripts on machines that are not set up as theirs who wrote them: they work, or say why not in one sentence. */
class CommandsIT {
    private static final Path SCRIPTS = Path.of("").toAbsolutePath();
    private static final String WORKS = "No stack is running on ";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path project;

    @BeforeEach
    void copyWhatIsBuilt() throws IOException {
        project = projectIn(directory);
    }

    @Test
    void cdpath_changes_nothing() throws Exception {
        environment.put("CDPATH", directory.toString());
        assertWorks(run(project, "bash", "deploy/local/down"));
    }

    @Test
    void options_for_every_jvm_do_not_reach_the_stack() throws Exception {
        environment.put("JAVA_TOOL_OPTIONS", "-XX:Nonsense");
        environment.put("JDK_JAVA_OPTIONS", "-XX:Nonsense");
        assertWorks(run(project, "bash", "deploy/local/down"));
    }

    @Test
    void but_they_are_named_where_maven_would_fail_for_them() throws Exception {
        environment.put("JAVA_TOOL_OPTIONS", "-XX:Nonsense");
        assertRefused(run(project, "bash", "deploy/local/up"), "JAVA_TOOL_OPTIONS");
    }

    @Test
    void a_java_that_is_none_is_named() throws Exception {
        Path java = Files.writeString(
                Files.createDirectories(directory.resolve("jdk/bin")).resolve("java"), "#!/bin/sh\nexit 3\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("JAVA_HOME", directory.resolve("jdk").toString());
        assertRefused(run(project, "bash", "deploy/local/up"), java + " does not start: it says nothing");
    }

    @Test
    void a_path_in_korean_is_one_under_any_locale() throws Exception {
        Path korean = projectIn(Files.createDirectories(directory.resolve("쿠폰")));
        environment.put("LANG", "C");
        environment.put("LC_ALL", "C");
        assertWorks(run(korean, "bash", "deploy/local/down"));
    }

    @Test
    void digits_are_digits_under_an_arabic_locale() throws Exception {
        environment.put("LC_ALL", "ar_EG.UTF-8");
        assertWorks(run(project, "bash", "deploy/local/down"));
    }

    @Test
    void a_user_without_a_name_or_a_home_can_use_it() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be somebody else");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("HOME", "/nowhere");
        assertWorks(run(
                project, "setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "bash", "deploy/local/down"));
    }

    @Test
    void a_home_that_maven_cannot_write_to_is_named_before_it_builds() throws Exception {
        environment.put("HOME", "/nowhere");
        environment.put("MAVEN_OPTS", "");
        assertRefused(run(project, "bash", "deploy/local/up"), "Maven cannot write to /nowhere");
    }

    private void assertWorks(Printed printed) {
        assertThat(printed.text()).contains(WORKS).doesNotContain("error", "Picked up");
        assertThat(printed.code()).isZero();
    }

    private static void assertRefused(Printed printed, String why) {
        assertThat(printed.code()).isEqualTo(1);
        assertThat(printed.text()).startsWith("error: ").contains(why);
    }

    /** What the commands need of a project, its jars as this test found them; the applications are not built. */
    private static Path projectIn(Path directory) throws IOException {
        Path local = Files.createDirectories(directory.resolve("project/deploy/local"));
        for (String script : List.of("common.sh", "up", "down")) {
            Files.copy(SCRIPTS.resolve(script), local.resolve(script));
        }
        Path target = Files.createDirectories(local.resolve("target"));
        copy(Path.of(codeOf(Main.class)), target.resolve("classes"));
        copy(Path.of(codeOf(CommandLine.class)), target.resolve("picocli.jar"));
        Files.writeString(
                target.resolve("class-path.txt"), target.resolve("classes") + ":" + target.resolve("picocli.jar"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target.resolve("coupon-local.jar")))) {
            jar.finish();
        }
        return directory.resolve("project");
    }

    private static URI codeOf(Class<?> type) {
        return URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private Printed run(Path in, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "MAVEN_OPTS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Printed(process.waitFor(), text);
    }

    private record Printed(int code, String text) {}
}
