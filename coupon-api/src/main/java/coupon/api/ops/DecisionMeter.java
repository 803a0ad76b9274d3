package coupon.api.ops;

import coupon.api.http.RequestIds;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.wire.PublishedResult;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What was decided since the last sample, from the published results: the same for every instance. */
final class DecisionMeter implements Consumer<PublishedResult> {
    private static final int NUMBERS_REMEMBERED_MAX = 100_000;

    private final Map<CouponIssueStatus, Long> outcomes = new EnumMap<>(CouponIssueStatus.class);
    private final Map<Long, Long> issued = new LinkedHashMap<>();
    private final Map<Numbered, UUID> numbers = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Numbered, UUID> eldest) {
            return size() > NUMBERS_REMEMBERED_MAX;
        }
    };
    private LongStream.Builder latenciesMillis = LongStream.builder();
    private long doubled;

    DecisionMeter() {
        begin();
    }

    /** To be called with every result as it is published. */
    @Override
    public synchronized void accept(PublishedResult result) {
        outcomes.merge(result.outcome(), 1L, Long::sum);
        if (RequestIds.hasTime(result.eventId())) {
            long madeAtMillis = result.eventId().getMostSignificantBits() >>> 16;
            latenciesMillis.add(Math.max(0, result.decidedAt().toEpochMilli() - madeAtMillis));
        }
        if (result.outcome() == CouponIssueStatus.SUCCESS) {
            issued.merge(result.couponId(), 1L, Long::sum);
            if (result.number() != null) {
                UUID earlier = numbers.put(new Numbered(result.couponId(), result.number()), result.eventId());
                if (earlier != null && !earlier.equals(result.eventId())) {
                    doubled++;
                }
            }
        }
    }

    /** Takes what was counted, and begins anew. */
    synchronized Decided take() {
        long[] latencies = latenciesMillis.build().sorted().toArray();
        var taken = new Decided(
                outcomes.values().stream().mapToLong(Long::longValue).sum(),
                new EnumMap<>(outcomes),
                Map.copyOf(issued),
                latencies.length == 0
                        ? null
                        : new OpsSample.Latency(quantile(latencies, 0.5), quantile(latencies, 0.99)),
                doubled);
        begin();
        return taken;
    }

    private void begin() {
        for (CouponIssueStatus outcome : CouponIssueStatus.values()) {
            outcomes.put(outcome, 0L);
        }
        issued.clear();
        latenciesMillis = LongStream.builder();
    }

    private static double quantile(long[] sorted, double share) {
        return sorted[(int) (sorted.length * share)];
    }

    private record Numbered(long couponId, long number) {}

    /**
     * @param issuedByCoupon successes
     * @param doubled numbers that two requests got, as far as this instance has seen; a user who was issued a coupon again
     *     because an operator deleted the row is none
     */
    record Decided(
            long count,
            Map<CouponIssueStatus, Long> outcomes,
            Map<Long, Long> issuedByCoupon,
            OpsSample.@Nullable Latency latency,
            long doubled) {}
}
