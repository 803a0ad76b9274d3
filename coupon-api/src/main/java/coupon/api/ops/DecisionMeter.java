package coupon.api.ops;

import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.wire.PublishedResult;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was decided since the last sample, from the published results: the same for every instance. */
final class DecisionMeter implements Consumer<PublishedResult> {
    /** Latencies are counted in steps of 10 %, from 1 ms to about an hour. */
    private static final int STEPS = 160;

    private static final double STEP = Math.log(1.1);
    private static final int NUMBERS_REMEMBERED_MAX = 100_000;

    private final Map<CouponIssueStatus, Long> outcomes = new EnumMap<>(CouponIssueStatus.class);
    private final Map<Long, Long> issued = new LinkedHashMap<>();
    private final long[] latencies = new long[STEPS];
    private final Map<Numbered, UUID> numbers = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Numbered, UUID> eldest) {
            return size() > NUMBERS_REMEMBERED_MAX;
        }
    };
    private long doubled;

    /** To be called with every result as it is published. */
    @Override
    public synchronized void accept(PublishedResult result) {
        outcomes.merge(result.outcome(), 1L, Long::sum);
        // The first 48 bits of a request's id are the time at which it was made, in milliseconds.
        long millis = result.decidedAt().toEpochMilli() - (result.eventId().getMostSignificantBits() >>> 16);
        latencies[step(millis)]++;
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
        long count = outcomes.values().stream().mapToLong(Long::longValue).sum();
        var taken = new Decided(
                count,
                new EnumMap<>(outcomes),
                Map.copyOf(issued),
                count == 0 ? null : new OpsSample.Latency(quantile(0.5), quantile(0.99)),
                doubled);
        outcomes.clear();
        issued.clear();
        Arrays.fill(latencies, 0);
        return taken;
    }

    private static int step(long millis) {
        return millis <= 1 ? 0 : Math.min(STEPS - 1, (int) (Math.log(millis) / STEP));
    }

    private double quantile(double share) {
        long total = Arrays.stream(latencies).sum();
        long below = 0;
        for (int step = 0; step < STEPS; step++) {
            below += latencies[step];
            if (below >= total * share) {
                return Math.exp((step + 0.5) * STEP);
            }
        }
        return Math.exp(STEPS * STEP);
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
