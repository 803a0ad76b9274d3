package coupon.local.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of a program in the form that the JVM maps into memory (class data sharing), which takes a third to a half
 * of the CPU time off a start. The first process of the program writes it when it has started; it serves the others until
 * a jar or the JVM changes.
 *
 * @param file beside the jars that the project builds; an archive of other jars has another name
 */
record ClassArchive(String program, Path file, boolean possible) {
    private static final int WRITTEN_SECONDS_MAX = 60;

    static ClassArchive of(String program, ClassPath classPath) throws IOException {
        boolean jarsOnly = classPath.own().stream().allMatch(Files::isRegularFile);
        StringBuilder content = new StringBuilder(Runtime.version() + " " + classPath);
        for (Path jar : jarsOnly ? classPath.own() : List.<Path>of()) {
            content.append(' ').append(Files.getLastModifiedTime(jar));
        }
        String name = program + "-" + Digest.ofText(content.toString()) + ".jsa";
        Path file = classPath.own().isEmpty()
                ? Binaries.cache().resolve(name)
                : classPath.own().get(0).resolveSibling(name);
        return new ClassArchive(program, file, jarsOnly);
    }

    /** For the JVM that is to use it, or to write it. */
    List<String> options() {
        if (!possible) {
            return List.of();
        }
        String option = exists() ? "-XX:SharedArchiveFile=" + file : "-XX:+RecordDynamicDumpInfo";
        return List.of(option, "-Xlog:cds=off,cds+dynamic=off,class+path=off");
    }

    boolean exists() {
        return Files.exists(file);
    }

    /**
     * Has a process that was started with {@link #options} write it, unless it is there. The process stands still
     * meanwhile, for a second or two: before anybody needs it.
     *
     * @return whether it is there; without it a start only takes longer
     */
    boolean make(long pid) throws IOException, InterruptedException {
        if (exists() || !possible) {
            return exists();
        }
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + "." + pid);
        Process order = Launcher.launch(new ProcessBuilder(
                        Path.of(Java.launcher()).resolveSibling("jcmd").toString(),
                        String.valueOf(pid),
                        "VM.cds",
                        "dynamic_dump",
                        fresh.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        try {
            if (order.waitFor(WRITTEN_SECONDS_MAX, TimeUnit.SECONDS) && order.exitValue() == 0 && Files.exists(fresh)) {
                deleteEarlier();
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            order.destroyForcibly();
            Files.deleteIfExists(fresh);
        }
        return exists();
    }

    private void deleteEarlier() throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(file.getParent(), program + "-*.jsa")) {
            for (Path archive : earlier) {
                Files.deleteIfExists(archive);
            }
        }
    }
}
