package coupon.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where it was measured.
 *
 * @param memoryMebibytes 0 if it is not known
 * @param versions of what takes part
 */
public record Machine(String system, String processor, int cores, long memoryMebibytes, Map<String, String> versions) {
    /** The machine that this runs on. */
    public static Machine here(Map<String, String> versions) {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                processorHere(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean known
                        ? known.getTotalMemorySize() >> 20
                        : 0,
                versions);
    }

    private static String processorHere() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }
}
