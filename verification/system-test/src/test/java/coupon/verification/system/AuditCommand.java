package coupon.verification.system;

import coupon.local.Stack;
import coupon.local.server.JvmServer;
import coupon.local.server.MariaDbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The audit as an operator runs it: the worker's jar in a process of its own. */
public final class AuditCommand {
    private static final Path JAR = Path.of("../../coupon-worker/target/coupon-worker.jar");

    private AuditCommand() {}

    /** Prints the report and returns the exit code. */
    public static int run(Stack stack, long couponId) throws IOException, InterruptedException {
        ProcessBuilder audit = new ProcessBuilder(
                        JvmServer.launcher(),
                        "-Xmx300m",
                        "-jar",
                        JAR.toString(),
                        "audit",
                        "--coupon",
                        String.valueOf(couponId))
                .inheritIO();
        audit.environment()
                .putAll(Map.of(
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                        stack.kafka().bootstrapServers(),
                        "SPRING_R2DBC_URL",
                        stack.database().r2dbcUrl(MariaDbServer.DATABASE),
                        "SPRING_R2DBC_USERNAME",
                        MariaDbServer.USER,
                        "SPRING_R2DBC_PASSWORD",
                        MariaDbServer.PASSWORD));
        return audit.start().waitFor();
    }
}
