package coupon.local.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * How the application in a Spring Boot jar is started fastest: its libraries from where Maven has them, since classes in
 * jars within a jar are slow to load, and the project's own jars from a copy, so that a build changes nothing that runs.
 *
 * @param classPath null for a jar that was built otherwise and is started as it is
 */
record Program(Path jar, @Nullable ClassPath classPath) {
    private static final String FRESH = "new-";

    static synchronized Program of(Path jar) throws IOException {
        Path entries = jar.resolveSibling("class-path.txt");
        Path plain = jar.resolveSibling(jar.getFileName() + ".original");
        if (Files.notExists(entries) || Files.notExists(plain)) {
            return new Program(jar, null);
        }
        ClassPath built = ClassPath.of(Files.readString(entries));
        List<Path> own = new ArrayList<>(built.own());
        own.add(plain);
        return new Program(jar, built.withOwn(copies(own, jar.resolveSibling("started"))));
    }

    /** The JVM's last arguments. */
    List<String> command() throws IOException {
        return classPath == null
                ? List.of("-jar", jar.toString())
                : List.of("-cp", classPath.toString(), mainClass(jar));
    }

    private static String mainClass(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Start-Class");
        }
    }

    /** In a directory named after their content; those of earlier builds are deleted. */
    private static List<Path> copies(List<Path> jars, Path all) throws IOException {
        Path directory = all.resolve(Digest.ofFiles(jars));
        if (Files.notExists(directory)) {
            Files.createDirectories(all);
            deleteEarlier(all);
            Path fresh = Files.createTempDirectory(all, FRESH);
            try {
                for (Path jar : jars) {
                    Files.copy(jar, fresh.resolve(name(jar)));
                }
                Directories.publish(fresh, directory);
            } finally {
                Directories.delete(fresh);
            }
        }
        return jars.stream().map(jar -> directory.resolve(name(jar))).toList();
    }

    private static void deleteEarlier(Path all) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(
                all, directory -> !directory.getFileName().toString().startsWith(FRESH))) {
            for (Path directory : earlier) {
                Directories.delete(directory);
            }
        }
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replaceFirst("\\.original$", "");
    }
}
