package coupon.local.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The classes of a program in the form that the JVM maps into memory (class data sharing), which takes a third to a half
 * of the CPU time off a start. The first process of the program writes it when it has started; it serves the others until
 * a jar or the JVM changes.
 *
 * @param file an archive of other jars has another name
 */
record ClassArchive(String program, Path file, boolean possible) {
    private static final int WRITTEN_SECONDS_MAX = 60;

    /** That of the program in this jar, beside it; there is none of a class path that holds anything but jars. */
    static ClassArchive of(Path jar, List<Path> classPath) throws IOException {
        boolean jarsOnly = !classPath.isEmpty() && classPath.stream().allMatch(Files::isRegularFile);
        StringBuilder content = new StringBuilder(Runtime.version().toString());
        for (Path entry : jarsOnly ? classPath : List.<Path>of()) {
            content.append(' ').append(entry).append(' ').append(Files.getLastModifiedTime(entry));
        }
        UUID digest = UUID.nameUUIDFromBytes(content.toString().getBytes(StandardCharsets.UTF_8));
        String program = jar.getFileName().toString().replace(".jar", "");
        return new ClassArchive(program, jar.resolveSibling(program + "-" + digest + ".jsa"), jarsOnly);
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
     * meanwhile, for a second or two: before anybody needs it. If it cannot be written, starts only take longer.
     */
    void make(long pid) {
        if (exists() || !possible) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + "." + pid);
        String jcmd = Path.of(JvmServer.launcher()).resolveSibling("jcmd").toString();
        Process order = Launcher.launch(
                new ProcessBuilder(jcmd, Long.toString(pid), "VM.cds", "dynamic_dump", fresh.toString()),
                Redirect.DISCARD);
        try {
            if (order.waitFor(WRITTEN_SECONDS_MAX, TimeUnit.SECONDS) && order.exitValue() == 0 && Files.exists(fresh)) {
                Directories.deleteIn(file.resolveSibling(""), program + "-*.jsa"); // those of earlier builds
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(fresh);
        } catch (IOException unwritten) {
            // then the next start takes as long as this one
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            order.destroyForcibly();
        }
    }
}
