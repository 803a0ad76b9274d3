package coupon.bench.load;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The open loop in Gatling: a new user at a constant rate, each with one request.
 *
 * <p>Gatling makes the instance, so what is to be sent is handed over in a static variable; one runs at a time.
 */
public final class IssueSimulation extends Simulation {
    private record Run(LoadPlan plan, SampleLog log) {}

    private static final AtomicReference<@Nullable Run> NEXT = new AtomicReference<>();

    private final LoadPlan plan;
    private final SampleLog log;
    private final AtomicInteger users = new AtomicInteger();

    /** Only for Gatling. */
    public IssueSimulation() {
        Run run = Objects.requireNonNull(NEXT.getAndSet(null), "nothing to send");
        this.plan = run.plan;
        this.log = run.log;
        setUp(scenario("issue")
                        .exec(exec(this::begin), ask(), exec(this::end))
                        .injectOpen(constantUsersPerSec(plan.ratePerSecond()).during(duration())))
                .protocols(http.baseUrl(plan.api().toString())
                        .shareConnections()
                        .disableWarmUp()
                        .disableCaching()
                        .disableFollowRedirect());
    }

    static void prepare(LoadPlan plan, SampleLog log) {
        NEXT.set(new Run(plan, log));
    }

    /** In whole seconds, which Gatling would round down to; {@link #begin} lets the users go that are too many. */
    private Duration duration() {
        return Duration.ofSeconds((long) Math.ceil(plan.requests() / plan.ratePerSecond()));
    }

    private Session begin(Session session) {
        int number = users.getAndIncrement();
        if (number >= plan.requests()) {
            return session.set("number", number);
        }
        return session.set("number", number)
                .set("path", plan.pathOf(number))
                .set("waits", plan.waits(number))
                .set("sent", System.nanoTime());
    }

    private ChainBuilder ask() {
        return doIf(session -> session.getInt("number") < plan.requests())
                .then(doIfOrElse(session -> session.getBoolean("waits"))
                        .then(post("wait").header("Prefer", "wait=" + plan.waitSeconds()))
                        .orElse(exec(post("accept"))));
    }

    private static HttpRequestActionBuilder post(String name) {
        return http(name)
                .post("#{path}")
                .check(
                        status().saveAs("status"),
                        header("Preference-Applied").optional().saveAs("applied"),
                        bodyString().saveAs("body"));
    }

    private Session end(Session session) {
        long now = System.nanoTime();
        int number = session.getInt("number");
        if (number < plan.requests()) {
            boolean answered = session.contains("status");
            log.answered(
                    number,
                    session.getLong("sent"),
                    now,
                    answered ? session.getInt("status") : 0,
                    session.contains("applied"),
                    answered ? Objects.requireNonNullElse(session.getString("body"), "") : "");
        }
        return session;
    }
}
