package coupon.verification.guarantee;

import coupon.verification.guarantee.Findings.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * G8. A reader of the results topic meets every decision at least once, in decision order per coupon: leaving out
 * repetitions and what came too early, the decisions 1, 2, 3 are there in this order.
 *
 * <p>Valid: 1 2 3; 1 2 1 2 3 (redelivered); 1 2 3 1 (a zombie's late one); 2 1 2 3 (1 failed, then all were repeated).
 * Invalid: 1 3; 2 1 3; 1 3 2. Where results have expired, or the topic was re-created, lacks and order say nothing.
 */
final class ResultsReachDownstream implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        Set<UUID> published = new HashSet<>(evidence.published.size() * 2);
        evidence.published.forEach(result -> published.add(result.eventId()));
        boolean complete = evidence.coverage.resultsComplete()
                && evidence.requests().withoutRecord.stream().noneMatch(evidence.coverage::isOfFormerTopic);
        Map<CouponInPartition, Order> orders = new HashMap<>();
        for (Decision row : evidence.requests().all()) {
            boolean due = complete && evidence.coverage.isAcknowledged(row.position());
            boolean isPublished = published.contains(row.eventId());
            findings.count(isPublished ? Count.PUBLISHED : Count.NOT_PUBLISHED, isPublished || !due ? 1 : 0);
            if (due && isPublished) {
                orders.computeIfAbsent(CouponInPartition.of(row), partition -> new Order())
                        .decided
                        .add(row);
            } else if (due) {
                findings.add(Kind.RESULT_MISSING, row, "no published result", "a result: " + row.outcome());
            }
        }
        findDisorder(orders, evidence, findings);
    }

    /** Among those that were published at all, so that one that is missing does not hide the others. */
    private static void findDisorder(Map<CouponInPartition, Order> orders, Evidence evidence, Findings findings) {
        orders.values().forEach(order -> order.decided.sort(Comparator.comparingLong(Decision::offset)));
        for (Decision result : evidence.published) {
            Decision row = evidence.requests().of(result.eventId());
            Order order = row == null ? null : orders.get(CouponInPartition.of(row));
            if (row != null
                    && order != null
                    && !order.isComplete()
                    && order.next().offset() == row.offset()) {
                order.reached++;
            }
        }
        for (Order order : orders.values()) {
            if (!order.isComplete()) {
                findings.add(
                        Kind.RESULT_OUT_OF_ORDER,
                        order.decided.get(Math.max(0, order.reached - 1)),
                        "published after that of " + order.next().where() + ", which was not repeated",
                        "before it");
            }
        }
    }

    /** What has an order: the decisions of one coupon in one partition, and how many of them were published in order. */
    private static final class Order {
        final List<Decision> decided = new ArrayList<>();
        int reached;

        boolean isComplete() {
            return reached == decided.size();
        }

        Decision next() {
            return decided.get(reached);
        }
    }

    private record CouponInPartition(long couponId, int partition) {
        static CouponInPartition of(Decision decision) {
            return new CouponInPartition(decision.couponId(), decision.partition());
        }
    }
}
