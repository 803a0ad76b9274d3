package coupon.core.domain;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random queues, judged by the product and by {@link NaiveRule}; a failing seed stands in the test's name. */
class CouponIssueDecisionPropertyTest {
    private static final int SEEDS = 500;

    static LongStream seeds() {
        Long given = Long.getLong("decision.seed");
        return given != null ? LongStream.of(given) : LongStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agrees_with_the_naive_rule(long seed) {
        var sale = Sale.random(seed);

        assertThat(decide(sale.queue, sale))
                .extracting(CouponIssueResult::outcome, CouponIssueResult::number)
                .isEqualTo(NaiveRule.decide(sale.queue, sale.coupons, sale.holdings));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void it_does_not_matter_where_a_queue_is_cut_into_batches(long seed) {
        var sale = Sale.random(seed);
        int cut = new Random(~seed).nextInt(sale.queue.size() + 1);

        List<CouponIssueResult> whole = decide(sale.queue, sale);
        List<CouponIssueRequest> head = sale.queue.subList(0, cut);
        List<CouponIssueResult> inTwo = new ArrayList<>(decide(head, sale));
        Sale after = sale.after(head, inTwo);
        inTwo.addAll(decide(sale.queue.subList(cut, sale.queue.size()), after));

        assertThat(inTwo).isEqualTo(whole);
    }

    @Test
    void the_random_queues_reach_every_outcome_of_the_rule() {
        Set<CouponIssueStatus> reached = EnumSet.noneOf(CouponIssueStatus.class);
        LongStream.range(0, SEEDS)
                .mapToObj(Sale::random)
                .forEach(sale -> decide(sale.queue, sale).forEach(result -> reached.add(result.outcome())));

        assertThat(reached).isEqualTo(EnumSet.complementOf(EnumSet.of(CouponIssueStatus.SYSTEM_ERROR)));
    }

    private static List<CouponIssueResult> decide(List<CouponIssueRequest> queue, Sale sale) {
        return CouponIssueDecision.decide(queue, sale.coupons, sale.holdings, NOON);
    }

    private record Sale(List<CouponIssueRequest> queue, Map<Long, Coupon> coupons, Set<Holding> holdings) {
        static Sale random(long seed) {
            Random random = new Random(seed);
            int users = 1 + random.nextInt(20);
            Map<Long, Coupon> coupons = new HashMap<>();
            Set<Holding> holdings = new HashSet<>();
            for (long id = 1; id <= 1 + random.nextInt(3); id++) {
                coupons.put(id, randomCoupon(random, id));
                for (int i = random.nextInt(4); i > 0; i--) {
                    holdings.add(new Holding(id, random.nextInt(users)));
                }
            }
            List<CouponIssueRequest> queue = new ArrayList<>();
            for (int offset = 0; offset < random.nextInt(60); offset++) {
                queue.add(randomRequest(random, users, offset));
            }
            return new Sale(queue, coupons, holdings);
        }

        /** What is known once a part of the queue has been decided. */
        Sale after(List<CouponIssueRequest> decided, List<CouponIssueResult> results) {
            Map<Long, Coupon> left = new HashMap<>(coupons);
            Set<Holding> held = new HashSet<>(holdings);
            for (int i = 0; i < decided.size(); i++) {
                if (results.get(i).isSuccess()) {
                    held.add(decided.get(i).wanted());
                    left.computeIfPresent(decided.get(i).event().couponId(), (id, coupon) -> coupon.issuing(1));
                }
            }
            return new Sale(queue, left, held);
        }

        private static Coupon randomCoupon(Random random, long id) {
            Instant opensAt = random.nextInt(3) == 0 ? NOON.plusMillis(random.nextInt(30)) : null;
            Instant closesAt = random.nextInt(3) == 0 ? NOON.plusMillis(20 + random.nextInt(30)) : null;
            long issued = random.nextInt(5);
            Long codes = random.nextInt(3) == 0 ? Long.valueOf(issued + random.nextInt(12)) : null;
            return new Coupon(
                    id,
                    "coupon " + id,
                    20,
                    random.nextInt(12),
                    opensAt,
                    closesAt,
                    random.nextInt(10) == 0,
                    0,
                    issued,
                    codes);
        }

        private static CouponIssueRequest randomRequest(Random random, int users, int offset) {
            var event = new CouponIssueEvent(
                    new UUID(random.nextLong(), random.nextLong()),
                    random.nextInt(users),
                    random.nextInt(5),
                    NOON.toEpochMilli() + offset,
                    random.nextInt(30) == 0 ? 2 : CouponIssueEvent.VERSION);
            return new CouponIssueRequest(event, new QueuePosition(0, offset));
        }
    }
}
