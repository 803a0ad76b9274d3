package coupon.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.guarantee.Answer;
import coupon.local.Stack;
import coupon.local.server.AppOptions;
import coupon.system.SystemUnderTest;
import coupon.system.TestStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The event topic gets more partitions while coupons are on sale whose lines move: some are decided from two lines. */
@Tag("fault")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class PartitionsRaisedIT {
    private static final int MORE_LINES = 6;
    /** A producer looks for new partitions every five minutes otherwise. */
    private static final AppOptions NOTICES_SOON =
            new AppOptions(List.of(), Map.of("SPRING_KAFKA_PRODUCER_PROPERTIES_METADATA_MAX_AGE_MS", "3000"));

    private static final Duration MOVE_MAX = Duration.ofMinutes(2);

    @Test
    void coupons_that_move_to_another_line_are_neither_oversold_nor_lost() throws Exception {
        try (Stack stack = TestStack.own(2, Map.of("producer", NOTICES_SOON))) {
            SystemUnderTest system = SystemUnderTest.of(stack);
            Sale sale = Sale.withoutEnd(system, PartitionsRaisedIT::moves);
            try (SteadyCrowd crowd = sale.crowd()) {
                sale.awaitProgress(300);
                long since = System.nanoTime();
                raise(system);
                for (int line = 0; line < Sale.LINES; line++) {
                    awaitDecisionInNewLine(system, sale.couponOfLine(line));
                }
                FaultReport.recovered("partitions raised from 3 to 6", since);
                sale.awaitProgress(Sale.line(sale.couponOfLine(0), MORE_LINES), 300);
                List<Answer> answers = crowd.leave();
                sale.assertGuaranteed(answers);
                assertThat(answers).noneMatch(answer -> answer.kind() == Answer.Kind.UNKNOWN);
            }
        }
    }

    private static boolean moves(long couponId) {
        return Sale.line(couponId, MORE_LINES) >= Sale.LINES;
    }

    private static void raise(SystemUnderTest system) throws Exception {
        try (Admin admin = system.topics().admin()) {
            admin.createPartitions(Map.of(system.topics().names().couponIssue(), NewPartitions.increaseTo(MORE_LINES)))
                    .all()
                    .get();
        }
    }

    private static void awaitDecisionInNewLine(SystemUnderTest system, long couponId) {
        await().atMost(MOVE_MAX)
                .until(() -> system.database()
                                .number("SELECT COUNT(*) FROM coupon_issue_request WHERE coupon_id = " + couponId
                                        + " AND source_partition >= " + Sale.LINES)
                        > 0);
    }
}
