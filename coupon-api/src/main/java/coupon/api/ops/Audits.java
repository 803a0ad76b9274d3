package coupon.api.ops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.env.Environment;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Runs the audit of a coupon in a process of its own, one at a time: it may need more memory than this application has,
 * and its heap is bounded.
 */
final class Audits {
    private static final long MINUTES_MAX = 10;
    private static final int REPORT_BYTES_MAX = 64 * 1024;
    /** What the audit needs to know; among it credentials, which do not belong on a command line. */
    private static final List<String> SETTINGS = List.of(
            "spring.r2dbc.url",
            "spring.r2dbc.username",
            "spring.r2dbc.password",
            "spring.kafka.bootstrap-servers",
            "app.kafka.topic.coupon-issue",
            "app.kafka.topic.coupon-issue-results",
            "app.kafka.topic.coupon-issue-dlt",
            "app.kafka.consumer.group");

    private final Environment settings;
    private final AtomicBoolean running = new AtomicBoolean();

    Audits(Environment settings) {
        this.settings = settings;
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
        var builder = new ProcessBuilder(command(couponId)).redirectErrorStream(true);
        pass(builder.environment());
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

    /** This application once more, whose first argument makes it the audit. */
    private static List<String> command(long couponId) {
        String java = ProcessHandle.current().info().command().orElse("java");
        String main = System.getProperty("sun.java.command", "").split(" ")[0];
        List<String> command = new ArrayList<>(List.of(java, "-Xmx1g"));
        command.addAll(
                main.endsWith(".jar")
                        ? List.of("-jar", main)
                        : List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of("audit", "--coupon", String.valueOf(couponId)));
        return command;
    }

    private void pass(Map<String, String> environment) {
        for (String name : SETTINGS) {
            String value = settings.getProperty(name);
            if (value != null) {
                String variable =
                        name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "");
                environment.put(variable, value);
            }
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
