package coupon.bench.scenario;

import coupon.bench.report.Mode;
import coupon.local.server.Directories;
import coupon.verification.testkit.load.LoadProcess;
import java.nio.file.Path;

/** One run of a command: where the project is, where data and logs go, the load process, and what is said meanwhile. */
public final class BenchRun implements AutoCloseable {
    final Path home;
    final Path directory;
    final LoadProcess load;
    private final long startNanos = System.nanoTime();

    /** @param home the root of the project; what an earlier run left there is deleted */
    public BenchRun(Path home) {
        this.home = home;
        this.directory = home.resolve("deploy/bench/target/run");
        Directories.delete(directory);
        this.load = LoadProcess.start(directory);
    }

    /** Prints what is being done, with the time since the start. */
    void say(String what) {
        long seconds = elapsedSeconds();
        System.out.printf("[%2d:%02d] %s%n", seconds / 60, seconds % 60, what);
    }

    void say(Mode mode, String what) {
        say(mode.title() + ": " + what);
    }

    long elapsedSeconds() {
        return (System.nanoTime() - startNanos) / 1_000_000_000L;
    }

    @Override
    public void close() {
        load.close();
    }
}
