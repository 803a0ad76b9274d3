package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.AuditCommand;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Codes go to the first, in the order of the log, whatever happens; and there may be a million of them. */
@Tag("fault-long")
class CodesIT {
    private static final int CODES = 10_000;
    private static final int USERS = 30_000;
    private static final int MILLION = 1_000_000;

    @RegisterExtension
    final Scenario scenario = new Scenario("codes");

    @Test
    void the_first_users_of_the_log_have_the_codes_in_their_order_though_their_worker_is_killed() throws Exception {
        Coupon coupon = scenario.couponWithCodes(CODES);
        CompletableFuture<List<Answer>> answers =
                CompletableFuture.supplyAsync(() -> scenario.closedLoop(USERS, 1, 64, coupon));

        scenario.awaitIssued(coupon, CODES / 3);
        AppServer owner = scenario.system.ownerOf(coupon);
        owner.kill();
        long since = System.nanoTime();
        scenario.awaitIssued(coupon, scenario.issued(coupon) + 1);
        scenario.reportRecovery(since);
        owner.launch();

        scenario.assertGuaranteesHoldFor(answers.get());
        assertThat(scenario.issued(coupon)).isEqualTo(CODES);
        List<Long> first = usersInOrder(coupon).distinct().limit(CODES).toList();
        try (Stream<String> winners = scenario.client.winners(coupon.couponId())) {
            List<String[]> rows = winners.skip(1).map(row -> row.split(",")).toList();
            assertThat(rows).extracting(row -> Long.valueOf(row[1])).isEqualTo(first);
            for (int i = 0; i < CODES; i++) {
                assertThat(rows.get(i)[0]).isEqualTo(String.valueOf(i + 1));
                assertThat(rows.get(i)[4]).isEqualTo("C-" + (i + 1));
            }
        }
        assertThat(AuditCommand.run(scenario.stack, coupon.couponId())).isZero();
    }

    @Test
    void a_million_codes_are_imported_and_a_million_winners_listed_with_the_heap_as_shipped() throws Exception {
        Coupon coupon = scenario.couponWithCodes(MILLION);
        scenario.database.execute("INSERT INTO user_coupon (user_id, coupon_id, status, issued_at, number) SELECT seq, "
                + coupon.couponId() + ", 'ISSUED', UTC_TIMESTAMP(6), seq FROM seq_1_to_" + MILLION);

        try (Stream<String> winners = scenario.client.winners(coupon.couponId())) {
            Iterator<String> rows = winners.iterator();
            assertThat(rows.next()).isEqualTo("number,userId,requestId,issuedAt,code");
            for (int i = 1; i <= MILLION; i++) {
                String row = rows.next();
                assertThat(row.startsWith(i + "," + i + ",") && row.endsWith(",C-" + i))
                        .as(row)
                        .isTrue();
            }
            assertThat(rows.hasNext()).isFalse();
        }
        assertThat(scenario.stack.api().isAlive()).isTrue();
    }

    private Stream<Long> usersInOrder(Coupon coupon) {
        var codec = new CouponIssueEventCodec();
        return scenario.topics.readAll(scenario.topics.names().couponIssue()).stream()
                .map(record -> codec.decode(
                        record.key(), record.value(), new QueuePosition(record.partition(), record.offset())))
                .filter(Decodable.class::isInstance)
                .map(decoded -> ((Decodable) decoded).request().event())
                .filter(event -> event.couponId() == coupon.couponId())
                .map(CouponIssueEvent::userId);
    }
}
