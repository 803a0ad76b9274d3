package coupon.verification.system.fault;

import coupon.local.server.AppOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.byteman.agent.Main;

/** A point in the worker's code at which its process ends as if killed. */
enum KillPoint {
    BEFORE_THE_COMMIT("coupon.core.store.r2dbc.R2dbcCouponIssueStore", "commit", "AT ENTRY", "TRUE"),
    BETWEEN_COMMIT_AND_PUBLICATION(KillPoint.PUBLICATION, "send", "AT ENTRY", KillPoint.SEVERAL_REQUESTS),
    BETWEEN_PUBLICATION_AND_ACKNOWLEDGEMENT(KillPoint.PUBLICATION, "await", "AT EXIT", KillPoint.SEVERAL_REQUESTS);

    private static final String PUBLICATION = "coupon.worker.consumer.PartitionDecider$Publication";

    /** A batch worth repeating; how many come at once depends on how fast the machine is, but never only one of 48. */
    private static final String SEVERAL_REQUESTS = "$this.results.size() >= 2";

    /** What a process that ended at its kill point is seen to exit with. */
    static final int EXIT_CODE = 255;

    private final String type;
    private final String method;
    private final String location;
    private final String condition;

    KillPoint(String type, String method, String location, String condition) {
        this.type = type;
        this.method = method;
        this.location = location;
        this.condition = condition;
    }

    /** For a worker that is to end there. */
    AppOptions options(Path directory) throws IOException, URISyntaxException {
        return new AppOptions(List.of(agent(directory, name(), type, method, location, condition)), Map.of());
    }

    /** The argument for a JVM that is to end there. */
    static String agent(Path directory, String name, String type, String method, String location, String condition)
            throws IOException, URISyntaxException {
        String rule = String.join(
                "\n",
                "RULE " + name,
                "CLASS " + type,
                "METHOD " + method,
                location,
                "IF " + condition,
                "DO traceln(\"killed: " + name + "\"), killJVM()",
                "ENDRULE",
                "");
        Path script = Files.writeString(directory.resolve("kill.btm"), rule).toAbsolutePath();
        Path byteman = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return "-javaagent:" + byteman + "=script:" + script;
    }
}
