package coupon.verification.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * How the command was called.
 *
 * @param settings arguments of the form {@code --a.b=c}: Spring properties, as every command of the product takes them
 */
record AuditArguments(long couponId, boolean json, boolean help, List<String> settings) {
    static final String USAGE = """
            Usage: java -jar coupon-worker.jar audit --coupon N [--json] [--setting.name=value ...]

            Replays the events topic and proves, or disproves, that what the database holds for
            coupon N is what the rules give. Changes nothing, and may run while the sale runs.

              --coupon N   the coupon's id
              --json       the report as one JSON object
              --help       this text

            Settings are the worker's, as properties or environment variables, among them
              spring.kafka.bootstrap-servers   SPRING_KAFKA_BOOTSTRAP_SERVERS   127.0.0.1:9092
              spring.r2dbc.url                 SPRING_R2DBC_URL                 r2dbc:mysql://127.0.0.1:3306/e_commerce_db
              spring.r2dbc.username, .password SPRING_R2DBC_USERNAME, …         application
              app.kafka.topic.coupon-issue     APP_KAFKA_TOPIC_COUPONISSUE      coupon-issue-events
              app.kafka.consumer.group         APP_KAFKA_CONSUMER_GROUP         coupon-issue-consumer-group

            Exit code: 0 passed; 1 failed; 2 nothing can be said (wrong call, no answer from a server)
            """;

    private static final long NO_COUPON = 0;

    /** @throws CannotAuditException if they are not understood */
    static AuditArguments parse(List<String> arguments) {
        long couponId = NO_COUPON;
        boolean json = false;
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--help") || argument.equals("-h")) {
                return new AuditArguments(NO_COUPON, false, true, List.of());
            } else if (argument.equals("--json")) {
                json = true;
            } else if (argument.equals("--coupon")) {
                i++;
                couponId = couponId(i < arguments.size() ? arguments.get(i) : "");
            } else if (argument.startsWith("--coupon=")) {
                couponId = couponId(argument.substring("--coupon=".length()));
            } else if (argument.matches("--[\\w-]+(\\.[\\w-]+)+=.*")) {
                settings.add(argument);
            } else {
                throw new CannotAuditException("unknown argument: " + argument);
            }
        }
        if (couponId == NO_COUPON) {
            throw new CannotAuditException("which coupon? --coupon N is missing");
        }
        return new AuditArguments(couponId, json, false, List.copyOf(settings));
    }

    private static long couponId(String text) {
        if (!text.matches("[1-9]\\d{0,18}")) {
            throw new CannotAuditException("--coupon wants a positive number, not '" + text + "'");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            throw new CannotAuditException("--coupon wants a 64-bit number, not '" + text + "'");
        }
    }
}
