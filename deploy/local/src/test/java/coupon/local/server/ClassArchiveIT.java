package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;

class ClassArchiveIT {
    @TempDir
    private Path directory;

    @AfterEach
    void useTheSharedCacheAgain() {
        System.clearProperty("coupon.local.cache");
    }

    @Test
    void what_a_process_loaded_comes_from_the_archive_in_the_next() throws Exception {
        System.setProperty("coupon.local.cache", directory.toString());
        String library = Path.of(AutoComplete.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        ClassArchive archive = ClassArchive.of("app", ClassPath.of(library), directory.resolve("app.classes"));
        assertThat(archive.make()).as("nothing is known of its classes").isFalse();

        run(archive, library);
        assertThat(archive.make()).isTrue();

        assertThat(run(archive, library)).contains("picocli.CommandLine source: shared objects file");
        assertThat(archive.classes()).doesNotExist();
        assertThat(ClassArchive.of("app", ClassPath.of(library + ":other.jar"), archive.classes())
                        .exists())
                .as("other dependencies, other archive")
                .isFalse();
    }

    private static String run(ClassArchive archive, String library) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Java.launcher()));
        command.addAll(archive.options());
        command.addAll(List.of("-Xlog:class+load", "-cp", library, AutoComplete.class.getName(), "--help"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
