package coupon.api.ops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Runs the audit of a coupon in a process of its own, one at a time: it may need more memory than this application has,
 * and its heap is bounded.
 */
final class Audits {
    private static final long MINUTES_MAX = 10;
    private static final int REPORT_BYTES_MAX = 64 * 1024;

    private final List<String> command;
    private final Map<String, String> environment;
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * @param command that runs the audit; {@code --coupon N} is added
     * @param environment its settings, among them credentials, which do not belong on a command line
     */
    Audits(List<String> command, Map<String, String> environment) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    /** Empty if an audit is running. */
    Mono<Report> run(long couponId) {
        return Mono.defer(() -> running.compareAndSet(false, true)
                ? Mono.fromCallable(() -> audit(couponId))
                        .subscribeOn(Schedulers.boundedElastic())
                        .doFinally(end -> running.set(false))
                : Mono.empty());
    }

    private Report audit(long couponId) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("audit", "--coupon", String.valueOf(couponId)));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readNBytes(REPORT_BYTES_MAX), StandardCharsets.UTF_8);
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                return new Report("not finished", "The audit took more than " + MINUTES_MAX + " minutes.");
            }
            return new Report(verdict(process.exitValue()), text);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String verdict(int exitCode) {
        return switch (exitCode) {
            case 0 -> "PASSED";
            case 1 -> "FAILED";
            default -> "could not be carried out";
        };
    }

    /**
     * @param verdict {@code PASSED}, {@code FAILED}, or why there is none
     * @param text the report as the command prints it
     */
    record Report(String verdict, String text) {}
}
