package coupon.verification.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process has used; what the JDK does not know is 0 where there is no {@code /proc} of Linux. */
public final class ProcessUse {
    /** Of the kernel's clock for processes, 100 on every Linux of today. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11; // after the name: fields 14 and 15 of the manual
    private static final int SYSTEM_TICKS = 12;

    private ProcessUse() {}

    /** Seconds of CPU time since its start. */
    public static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    /** Seconds of CPU time of a JVM's compiler threads that run now. */
    public static double compilerSeconds(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (Files.notExists(tasks)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.map(thread -> read(thread.resolve("stat")))
                    .filter(stat -> stat.contains("CompilerThre"))
                    .mapToDouble(ProcessUse::cpuSeconds)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory in MB (10^6 bytes). */
    public static double residentMegabytes(long pid) {
        return megabytes(pid, "VmRSS:");
    }

    /** The most that it ever was. */
    public static double peakResidentMegabytes(long pid) {
        return megabytes(pid, "VmHWM:");
    }

    private static double megabytes(long pid, String which) {
        return read(Path.of("/proc", Long.toString(pid), "status"))
                        .lines()
                        .filter(line -> line.startsWith(which))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * 1_024
                / 1e6;
    }

    private static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }
}
