package coupon.local;

import coupon.local.StackSettings.QueueType;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What is printed when the stack is ready. */
final class Welcome {
    private Welcome() {}

    static String to(Stack stack, Path logs) {
        String workers = stack.workers().stream()
                .map(worker -> Integer.toString(worker.port()))
                .collect(Collectors.joining(", "));
        return """

                Ready.
                  operations  %1$s/ops/   (operator: %2$s / %3$s)
                  API         %1$s
                  documents   %1$s/swagger-ui.html
                  health      http://127.0.0.1:%4$d/actuator/health   (the workers': %5$s)
                  Kafka       %6$s
                  database    %7$s   (application / application)
                  Redis       127.0.0.1:%8$d
                  logs        %9$s

                Request a coupon:
                  curl -i -X POST -H 'Prefer: wait=5' '%1$s/api/coupons/1/issue?userId=1'
                """.formatted(
                        stack.apiUrl(),
                        StackServers.OPERATOR,
                        StackServers.OPERATOR_PASSWORD,
                        stack.api().managementPort(),
                        workers,
                        stack.queue() == QueueType.redis
                                ? "not started (the queue is in Redis)"
                                : stack.kafka().bootstrapServers(),
                        stack.database().jdbcUrl("e_commerce_db"),
                        stack.redis().port(),
                        logs);
    }
}
