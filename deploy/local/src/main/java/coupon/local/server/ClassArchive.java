package coupon.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The classes of a program's libraries in the form that the JVM maps into memory (class data sharing), which takes a
 * third of the CPU time off a start. One archive serves until the dependencies or the JVM change.
 *
 * @param file where it is or will be
 * @param classes the list of classes that a process without the archive loads and writes here
 */
record ClassArchive(Path file, Path classes, List<Path> libraries) {
    static ClassArchive of(String name, ClassPath classPath, Path classes) {
        String key = Digest.ofText(Runtime.version() + " " + classPath.libraries());
        return new ClassArchive(
                Binaries.cache().resolve("classes-" + name + "-" + key + ".jsa"), classes, classPath.libraries());
    }

    /** For the JVM that is to use it, or to say what belongs into it. */
    List<String> options() {
        String option = exists() ? "-XX:SharedArchiveFile=" + file : "-XX:DumpLoadedClassList=" + classes;
        return List.of(option, "-Xlog:cds=off,cds+dynamic=off,class+path=off");
    }

    boolean exists() {
        return Files.exists(file);
    }

    /**
     * Makes it from the list, with CPU time that nothing else wants; that takes half a minute of it.
     *
     * @return whether it is there; without it a start only takes longer
     */
    boolean make() throws IOException, InterruptedException {
        if (exists() || Files.notExists(classes)) {
            return exists();
        }
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        Process dump = Launcher.launch(new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Java.launcher(),
                        "-Xshare:dump",
                        "-Xlog:disable",
                        "-XX:SharedClassListFile=" + classes,
                        "-XX:SharedArchiveFile=" + fresh,
                        "-cp",
                        new ClassPath(libraries, List.of()).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        try {
            if (dump.waitFor() == 0) {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(classes);
            }
        } finally {
            dump.destroyForcibly();
            Files.deleteIfExists(fresh);
        }
        return exists();
    }
}
