package coupon.local.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;

/**
 * A Spring Boot jar in the form that a JVM starts fastest from: taken apart next to itself, since classes in jars within
 * a jar are slow to load, and with an archive of the classes that an earlier process loaded (JEP 350), once there is one.
 *
 * @param start the jar to start
 * @param archive where the archive of its classes is or will be; one for each JVM version, others cannot read it
 */
record BootJar(Path start, Path archive) {
    private static final String FRESH = "new-";

    /** Takes {@code jar} apart unless that has been done; a jar that is no Spring Boot jar is left as it is. */
    static synchronized BootJar of(Path jar) throws IOException {
        Path directory = jar.resolveSibling("started").resolve(digest(jar));
        if (isBootJar(jar) && Files.notExists(directory)) {
            takeApart(jar, directory);
        }
        Path taken = directory.resolve(jar.getFileName());
        return new BootJar(
                Files.exists(taken) ? taken : jar, directory.resolve("classes-" + Runtime.version() + ".jsa"));
    }

    /** What starts it, from the archive if there is one. */
    List<String> command() {
        String jar = start.toString();
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-jar", jar) : List.of("-jar", jar);
    }

    /** The same, but without an archive the process records one as it ends. */
    List<String> commandRecording() {
        return Files.exists(archive)
                ? command()
                : List.of(
                        "-XX:ArchiveClassesAtExit=" + recording(),
                        "-Xlog:cds=off,cds+dynamic=off",
                        "-jar",
                        start.toString());
    }

    /** Has later processes use what one that has ended recorded, if it did. */
    void keepRecording() throws IOException {
        if (Files.exists(recording())) {
            Files.move(recording(), archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path recording() {
        return archive.resolveSibling(archive.getFileName() + ".new");
    }

    private static boolean isBootJar(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry("BOOT-INF/lib/") != null;
        }
    }

    /** Builds are reproducible: neither its time nor its size tells one from the next. */
    private static String digest(Path jar) throws IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(jar))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What earlier builds left. */
    private static void deleteEarlier(Path all) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(
                all, directory -> !directory.getFileName().toString().startsWith(FRESH))) {
            for (Path directory : earlier) {
                Directories.delete(directory);
            }
        }
    }

    private static void takeApart(Path jar, Path directory) throws IOException {
        Path all = Files.createDirectories(directory.getParent());
        deleteEarlier(all);
        Path fresh = Files.createTempDirectory(all, FRESH);
        try {
            Java.run(
                    "-Djarmode=tools", "-jar", jar.toString(), "extract", "--force", "--destination", fresh.toString());
            Directories.publish(fresh, directory);
        } finally {
            Directories.delete(fresh);
        }
    }
}
