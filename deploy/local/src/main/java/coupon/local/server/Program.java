package coupon.local.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the application in a Spring Boot jar is started fastest: its libraries from where Maven has them, since classes in
 * jars within a jar are slow to load, and the project's own jars from a copy, so that a build changes nothing that runs.
 *
 * @param classPath empty for a jar that was built otherwise and is started as it is
 */
record Program(Path jar, List<Path> classPath) {
    private static final String ALL_DIGESTS = "*-*-*-*-*"; // as UUIDs are written

    static synchronized Program of(Path jar) throws IOException {
        Path entries = jar.resolveSibling("class-path.txt");
        Path plain = jar.resolveSibling(jar.getFileName() + ".original");
        if (Files.notExists(entries) || Files.notExists(plain)) {
            return new Program(jar, List.of());
        }
        List<Path> own = new ArrayList<>();
        List<Path> classPath = new ArrayList<>();
        for (Path entry : classPath(Files.readString(entries).strip())) {
            (isBuiltHere(entry) ? own : classPath).add(entry);
        }
        own.add(plain);
        classPath.addAll(copies(own, jar.resolveSibling("started")));
        return new Program(jar, List.copyOf(classPath));
    }

    /** The entries of a class path as the JVM takes it. */
    static List<Path> classPath(String entries) {
        return Stream.of(entries.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    ClassArchive archive() throws IOException {
        return ClassArchive.of(classPath.isEmpty() ? jar : classPath.get(classPath.size() - 1), classPath);
    }

    /** The JVM's last arguments. */
    List<String> command() throws IOException {
        if (classPath.isEmpty()) {
            return List.of("-jar", jar.toString());
        }
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        try (JarFile file = new JarFile(jar.toFile())) {
            return List.of("-cp", joined, file.getManifest().getMainAttributes().getValue("Start-Class"));
        }
    }

    private static boolean isBuiltHere(Path entry) {
        return entry.resolveSibling("").endsWith("target");
    }

    /** In a directory named after their content, since builds are reproducible; those of earlier builds are deleted. */
    private static List<Path> copies(List<Path> jars, Path all) throws IOException {
        StringBuilder content = new StringBuilder();
        for (Path jar : jars) {
            content.append(UUID.nameUUIDFromBytes(Files.readAllBytes(jar)));
        }
        Path directory = all.resolve(UUID.nameUUIDFromBytes(content.toString().getBytes(StandardCharsets.UTF_8))
                .toString());
        Directories.make(directory, fresh -> {
            Directories.deleteIn(all, ALL_DIGESTS);
            for (Path jar : jars) {
                Files.copy(jar, fresh.resolve(name(jar)));
            }
        });
        return jars.stream().map(jar -> directory.resolve(name(jar))).toList();
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replaceFirst("\\.original$", "");
    }
}
