package coupon.verification.audit;

import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code audit}: see {@link AuditArguments#USAGE}. */
public final class AuditCommand {
    public static final String NAME = "audit";

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int CANNOT_AUDIT = 2;

    private AuditCommand() {}

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
        try {
            AuditArguments parsed = AuditArguments.parse(arguments);
            if (parsed.help()) {
                out.print(AuditArguments.USAGE);
                return PASSED;
            }
            AuditReport report = new Audit(AuditSettings.load(parsed.settings()), parsed.couponId()).run();
            out.println(parsed.json() ? json(report) : TextReport.of(report));
            out.flush();
            return report.passed() ? PASSED : FAILED;
        } catch (CannotAuditException reason) {
            err.println("audit: " + reason.getMessage() + " (--help tells more)");
            return CANNOT_AUDIT;
        }
    }

    private static String json(AuditReport report) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(report);
    }
}
