package coupon.verification.system.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** How much of a process's heap is alive: what is left after a collection. */
final class LiveHeap {
    private LiveHeap() {}

    /** Stops that process for a moment. */
    static long bytes(long pid) throws IOException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        String total = lines.stream()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", lines)));
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }
}
