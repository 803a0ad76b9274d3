package coupon.bench;

import coupon.bench.report.Mode;
import coupon.bench.report.Pace;
import coupon.bench.report.Report;
import coupon.bench.report.ReportFiles;
import coupon.bench.scenario.BenchRun;
import coupon.bench.scenario.Comparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Compares Redis with a polling scheduler and Kafka with a consumer group, on this machine.",
            "Starts all it needs, on free ports of 127.0.0.1, and leaves nothing running.",
            "Writes report.html and report.json. Ends within 25 minutes."
        })
final class CompareCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "within 3 minutes: to see the picture, not to quote figures")
    private boolean quick;

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "MODE",
            description = "only these: ${COMPLETION-CANDIDATES} (default: all)")
    private Set<Mode> modes = EnumSet.allOf(Mode.class);

    @Option(names = "--out", paramLabel = "DIR", description = "where the report goes (default: deploy/bench/report)")
    private @Nullable Path out;

    @Option(
            names = "--again-from",
            paramLabel = "FILE",
            description = "measure nothing: write the page again from this report.json")
    private @Nullable Path againFrom;

    @Override
    public Integer call() throws Exception {
        Report report = againFrom == null ? measure() : ReportFiles.readJson(againFrom);
        write(report);
        System.out.println("Report: " + reports().resolve("report.html"));
        boolean held = report.held();
        if (!held) {
            System.out.println("A guarantee was broken: see the report. Such a run has no figure.");
        }
        return held ? 0 : 1;
    }

    /** What has been measured is also kept if the rest is not waited for. */
    private Report measure() throws InterruptedException {
        try (BenchRun run = new BenchRun(Main.HOME)) {
            return new Comparison(run, quick ? Pace.QUICK : Pace.THOROUGH, modes, this::write).play();
        }
    }

    private void write(Report report) {
        try {
            if (againFrom == null) {
                ReportFiles.writeJson(report, reports().resolve("report.json"));
            }
            ReportFiles.writePage(report, reports().resolve("report.html"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report", e);
        }
    }

    private Path reports() {
        return out == null ? Main.REPORTS : out.toAbsolutePath();
    }
}
