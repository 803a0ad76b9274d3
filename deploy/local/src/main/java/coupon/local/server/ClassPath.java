package coupon.local.server;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class path in two parts, in this order: the libraries, which only change with the project's dependencies and whose
 * classes are worth an archive, and what the project builds itself.
 */
record ClassPath(List<Path> libraries, List<Path> own) {
    private static final Path BUILT = Path.of("target");

    /** The parts of a class path as the JVM takes it. */
    static ClassPath of(String entries) {
        Map<Boolean, List<Path>> parts = Stream.of(entries.strip().split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .collect(Collectors.partitioningBy(ClassPath::isBuiltHere));
        return new ClassPath(parts.getOrDefault(false, List.of()), parts.getOrDefault(true, List.of()));
    }

    ClassPath withOwn(List<Path> others) {
        return new ClassPath(libraries, others);
    }

    /** As the JVM takes it. */
    @Override
    public String toString() {
        return Stream.concat(libraries.stream(), own.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isBuiltHere(Path entry) {
        return BUILT.equals(entry.getParent() == null ? null : entry.getParent().getFileName());
    }
}
