package coupon.bench;

import coupon.bench.report.ReportFiles;
import coupon.bench.report.SpeedFigure;
import coupon.bench.scenario.BenchRun;
import coupon.bench.scenario.Speed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "speed",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures the product's speed on this machine, as ratios taken in one run, against what they must reach.",
            "Starts all it needs, on free ports of 127.0.0.1, and leaves nothing running. Takes up to 15 minutes.",
            "Prints a table and writes speed.json. Exit code 1: a target was missed."
        })
final class SpeedCommand implements Callable<Integer> {
    @Option(names = "--only", split = ",", paramLabel = "ID", description = "such as L3,P1 (default: all)")
    private Set<String> only = Set.of();

    @Option(names = "--rows", defaultValue = "5000000", description = "issued rows for P8 (default: 5000000)")
    private int rows;

    @Option(
            names = "--phase-seconds",
            defaultValue = "60",
            description =
                    "of each of the three phases of V1, which is measured only where it is asked for (default: 60)")
    private int phaseSeconds;

    @Option(names = "--out", paramLabel = "FILE", description = "default: deploy/bench/report/speed.json")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        List<SpeedFigure> figures;
        try (BenchRun run = new BenchRun(Main.HOME)) {
            figures = new Speed(run, only, rows, Duration.ofSeconds(phaseSeconds)).play();
        }
        Path file = out == null ? Main.REPORTS.resolve("speed.json") : out.toAbsolutePath();
        ReportFiles.writeJson(figures, file);
        System.out.printf("%n%-4s %-62s %12s %14s%n", "", "", "measured", "target");
        figures.forEach(SpeedCommand::print);
        System.out.println("Written to " + file);
        return figures.stream().allMatch(SpeedFigure::reached) ? 0 : 1;
    }

    private static void print(SpeedFigure figure) {
        System.out.println(String.format(
                Locale.ROOT,
                "%-4s %-62s %9.2f %-3s %s %7.2f  %s  %s",
                figure.id(),
                figure.what(),
                figure.value(),
                figure.unit(),
                figure.atMost() ? "<=" : ">=",
                figure.target(),
                figure.reached() ? "reached" : "MISSED ",
                figure.parts().isEmpty() ? "" : figure.parts()));
    }
}
