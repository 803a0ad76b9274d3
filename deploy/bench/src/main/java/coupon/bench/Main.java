package coupon.bench;

import coupon.bench.report.Mode;
import coupon.bench.report.Pace;
import coupon.bench.report.Report;
import coupon.bench.report.ReportFiles;
import coupon.bench.report.SpeedFigure;
import coupon.bench.scenario.BenchRun;
import coupon.bench.scenario.Comparison;
import coupon.bench.scenario.Speed;
import coupon.local.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands {@code compare} and {@code speed} of {@code deploy/bench}. */
@Command(name = "deploy/bench")
final class Main {
    /** The root of the project. */
    private static final Path HOME =
            Path.of(System.getProperty("coupon.home", "")).toAbsolutePath();

    private static final Path REPORTS = HOME.resolve("deploy/bench/report");

    private static volatile boolean ending;

    private Main() {}

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "ending"));
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    if (ending) {
                        return 1; // everything is being stopped, so everything fails
                    }
                    if (!(failure instanceof StackException)) {
                        failure.printStackTrace(command.getErr());
                    }
                    command.getErr().println("error: " + failure.getMessage());
                    return 1;
                });
    }

    @Command(
            sortOptions = false,
            mixinStandardHelpOptions = true,
            description = {
                "Compares Redis with a polling scheduler and Kafka with a consumer group, on this machine.",
                "Starts all it needs, on free ports of 127.0.0.1, and leaves nothing running.",
                "Writes report.html and report.json. Ends within 25 minutes."
            })
    int compare(
            @Option(names = "--quick", description = "within 3 minutes: to see the picture, not to quote figures")
                    boolean quick,
            @Option(
                            names = "--modes",
                            split = ",",
                            paramLabel = "MODE",
                            description = "only these: ${COMPLETION-CANDIDATES} (default: all)")
                    @Nullable
                    Set<Mode> modes,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description = "where the report goes (default: deploy/bench/report)")
                    @Nullable
                    Path out,
            @Option(
                            names = "--again-from",
                            paramLabel = "FILE",
                            description = "measure nothing: write the page again from this report.json")
                    @Nullable
                    Path againFrom)
            throws Exception {
        Path reports = out == null ? REPORTS : out.toAbsolutePath();
        Report report;
        if (againFrom == null) {
            try (BenchRun run = new BenchRun(HOME)) {
                Set<Mode> wanted = modes == null ? EnumSet.allOf(Mode.class) : modes;
                report = new Comparison(run, quick ? Pace.QUICK : Pace.THOROUGH, wanted, reports).play();
            }
        } else {
            report = ReportFiles.readJson(againFrom);
            ReportFiles.writePage(report, reports);
        }
        System.out.println("Report: " + reports.resolve("report.html"));
        if (!report.held()) {
            System.out.println("A guarantee was broken: see the report. Such a run has no figure.");
        }
        return report.held() ? 0 : 1;
    }

    @Command(
            sortOptions = false,
            mixinStandardHelpOptions = true,
            description = {
                "Measures the product's speed on this machine, as ratios taken in one run, against what they must reach.",
                "Starts all it needs, on free ports of 127.0.0.1, and leaves nothing running. Takes up to 15 minutes.",
                "Prints a table and writes speed.json. Exit code 1: a target was missed."
            })
    int speed(
            @Option(names = "--only", split = ",", paramLabel = "ID", description = "such as L3,P1 (default: all)")
                    @Nullable
                    Set<String> only,
            @Option(names = "--rows", defaultValue = "5000000", description = "issued rows for P8 (default: 5000000)")
                    int rows,
            @Option(
                            names = "--phase-seconds",
                            defaultValue = "60",
                            description = "of each of the three phases of V1, which is measured only where it is asked"
                                    + " for (default: 60)")
                    int phaseSeconds,
            @Option(names = "--out", paramLabel = "FILE", description = "default: deploy/bench/report/speed.json")
                    @Nullable
                    Path out)
            throws Exception {
        List<SpeedFigure> figures;
        try (BenchRun run = new BenchRun(HOME)) {
            Set<String> wanted = only == null ? Set.of() : only;
            figures = new Speed(run, wanted, rows, Duration.ofSeconds(phaseSeconds)).play();
        }
        Path file = out == null ? REPORTS.resolve("speed.json") : out.toAbsolutePath();
        ReportFiles.writeJson(figures, file);
        System.out.printf("%n%-4s %-62s %12s %14s%n", "", "", "measured", "target");
        figures.forEach(Main::print);
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
