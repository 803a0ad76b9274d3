package coupon.verification.guarantee;

import coupon.verification.guarantee.Judgement.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * G8. A reader of the results topic meets every decision at least once, in decision order per coupon.
 *
 * <p>Where results have expired, or the topic was re-created, lacks and order say nothing. {@link PublicationOrder} says which histories are valid.
 */
final class ResultsReachDownstream implements Guarantee {
    @Override
    public String promise() {
        return "G8 results reach downstream";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Set<UUID> published = new HashSet<>(evidence.published.size() * 2);
        evidence.published.forEach(result -> published.add(result.eventId()));
        boolean complete = evidence.coverage.resultsComplete()
                && evidence.requests().withoutRecord().stream().noneMatch(evidence.coverage::isOfFormerTopic);
        Map<CouponInPartition, List<Decision>> decided = new HashMap<>();
        for (Decision row : evidence.requests().all()) {
            boolean due = complete && evidence.coverage.isAcknowledged(row.position());
            boolean isPublished = published.contains(row.eventId());
            findings.count(isPublished ? Count.PUBLISHED : Count.NOT_PUBLISHED, isPublished || !due ? 1 : 0);
            if (due && isPublished) {
                decided.computeIfAbsent(CouponInPartition.of(row), partition -> new ArrayList<>())
                        .add(row);
            } else if (due) {
                findings.add(Kind.RESULT_MISSING, row, "no published result", "a result: " + row.outcome());
            }
        }
        findDisorder(decided, evidence, findings);
    }

    /** Among those that were published at all, so that one that is missing does not hide the others. */
    private static void findDisorder(
            Map<CouponInPartition, List<Decision>> decided, Evidence evidence, Findings findings) {
        Map<CouponInPartition, PublicationOrder> orders = new HashMap<>();
        decided.forEach((partition, rows) -> {
            rows.sort(Comparator.comparingLong(Decision::offset));
            orders.put(
                    partition,
                    new PublicationOrder(
                            rows.stream().mapToLong(Decision::offset).toArray()));
        });
        for (Decision result : evidence.published) {
            Decision row = evidence.requests().of(result.eventId());
            PublicationOrder order = row == null ? null : orders.get(CouponInPartition.of(row));
            if (row != null && order != null) {
                order.published(row.offset());
            }
        }
        orders.forEach((partition, order) -> {
            if (!order.isComplete()) {
                List<Decision> rows = Objects.requireNonNull(decided.get(partition));
                findings.add(
                        Kind.RESULT_OUT_OF_ORDER,
                        rows.get(Math.max(0, order.reached() - 1)),
                        "published after that of " + rows.get(order.reached()).where() + ", which was not repeated",
                        "before it");
            }
        });
    }

    /** Requests for one coupon in one partition: what has an order. */
    private record CouponInPartition(long couponId, int partition) {
        static CouponInPartition of(Decision decision) {
            return new CouponInPartition(decision.couponId(), decision.partition());
        }
    }
}
