package coupon.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which stack of this machine is meant; without any, the one of this project. */
final class StackPaths {
    @Option(names = "--data", paramLabel = "DIR", description = "the data of the servers (default: deploy/local/data)")
    private @Nullable Path data;

    @Option(names = "--logs", paramLabel = "DIR", description = "the logs (default: logs)")
    private @Nullable Path logs;

    /** The root of the project. */
    Path home() {
        return Path.of(System.getProperty("coupon.home", "")).toAbsolutePath();
    }

    Path data() {
        return data == null ? home().resolve("deploy/local/data") : data.toAbsolutePath();
    }

    Path logs() {
        return logs == null ? home().resolve("logs") : logs.toAbsolutePath();
    }
}
