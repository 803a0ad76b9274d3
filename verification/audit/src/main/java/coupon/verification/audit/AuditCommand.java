package coupon.verification.audit;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Unmatched;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code audit} of coupon-worker.jar. */
@Command(
        customSynopsis = {
            "Usage: java -jar coupon-worker.jar audit --coupon N [--json] [--setting.name=value ...]",
            "",
            "Replays the events topic and proves, or disproves, that what the database holds for",
            "coupon N is what the rules give. Changes nothing, and may run while the sale runs.",
            ""
        },
        synopsisHeading = "",
        sortOptions = false,
        footer = {
            "",
            "Settings are the worker's, as properties or environment variables, among them",
            "  spring.kafka.bootstrap-servers   SPRING_KAFKA_BOOTSTRAP_SERVERS   127.0.0.1:9092",
            "  spring.r2dbc.url                 SPRING_R2DBC_URL                 r2dbc:mysql://127.0.0.1:3306/e_commerce_db",
            "  spring.r2dbc.username, .password SPRING_R2DBC_USERNAME, …         application",
            "  app.kafka.topic.coupon-issue     APP_KAFKA_TOPIC_COUPONISSUE      coupon-issue-events",
            "  app.kafka.consumer.group         APP_KAFKA_CONSUMER_GROUP         coupon-issue-consumer-group",
            "",
            "Exit code: 0 passed; 1 failed; 2 nothing can be said (wrong call, no answer from a server)"
        })
public final class AuditCommand {
    public static final String NAME = "audit";

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int CANNOT_AUDIT = 2;

    private final PrintStream out;

    @Option(names = "--coupon", paramLabel = "N", required = true, description = "the coupon's id")
    private long couponId;

    @Option(names = "--json", description = "the report as one JSON object")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    /** Spring properties, as every command of the product takes them: {@code --a.b=c}. */
    @Unmatched
    private final List<String> settings = new ArrayList<>();

    private AuditCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs it and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /**
     * Runs it to its end.
     *
     * @param arguments those after the command's name
     * @param out takes the report, and nothing else
     * @param err takes one line if nothing can be said
     * @return the exit code
     */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandLine command = new CommandLine(new AuditCommand(out)).setExpandAtFiles(false);
        try {
            command.parseArgs(arguments.toArray(String[]::new));
            if (command.isUsageHelpRequested()) {
                command.usage(out);
                return PASSED;
            }
            return command.<AuditCommand>getCommand().audit();
        } catch (ParameterException | CannotAuditException reason) {
            err.println("audit: " + Printable.of(String.valueOf(reason.getMessage())) + " (--help tells more)");
            return CANNOT_AUDIT;
        }
    }

    private int audit() {
        if (couponId <= 0) {
            throw new CannotAuditException("--coupon needs a positive number, not " + couponId);
        }
        for (String setting : settings) {
            if (!setting.matches("--[\\w-]+(\\.[\\w-]+)+=.*")) {
                throw new CannotAuditException("unknown argument: " + setting);
            }
        }
        AuditReport report = new Audit(AuditSettings.load(settings), couponId).run();
        out.println(json ? json(report) : TextReport.of(report));
        out.flush();
        return report.passed() ? PASSED : FAILED;
    }

    /** In ASCII: names and subjects come from outside, and the report may go to a terminal. */
    private static String json(AuditReport report) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writeValueAsString(report);
    }
}
