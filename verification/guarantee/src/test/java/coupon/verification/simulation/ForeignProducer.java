package coupon.verification.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import coupon.core.domain.CouponIssueEvent;
import coupon.verification.guarantee.Answer;
import java.util.List;
import java.util.UUID;

/** Writes to the log what no API would write. */
record ForeignProducer(World world, Randomness random) {
    private static final List<String> NOISE =
            List.of("", "null", "{}", "[1]", "{\"eventId\":1}", "noise", "{\"eventId\":");

    /** @param accepted events whose ids may be used again */
    void write(List<CouponIssueEvent> accepted) {
        int partition = random.below(world.log.partitionCount());
        long couponId = random.between(1, world.couponCount);
        String key = CouponIssueEvent.partitionKey(couponId);
        switch (random.below(9)) {
            case 0 -> world.log.appendBytes(partition, key, random.oneOf(NOISE).getBytes(UTF_8));
            case 1 -> world.log.appendBytes(partition, key, null);
            case 2 -> write(partition, key, event(random.between(-1, 0), couponId, 1));
            case 3 -> write(partition, key, event(1, couponId, 2));
            case 4 -> write(partition, CouponIssueEvent.partitionKey(99), event(1, 99, 1));
            case 5 -> write(partition, "coupon-0", event(1, couponId, 1));
            case 6, 7 -> writeOneIdForTwoCoupons();
            default -> forge(accepted);
        }
    }

    /** So that two workers may meet on it who hold the locks of different coupons. */
    private void writeOneIdForTwoCoupons() {
        UUID id = random.id();
        for (long couponId = 1; couponId <= Math.min(2, world.couponCount); couponId++) {
            var event = new CouponIssueEvent(id, 1, couponId, world.clock.instant());
            world.log.append(world.log.partitionOf(couponId), event.partitionKey(), event);
        }
        world.evidence.answers.add(Answer.unknown(1, 1, id));
    }

    /** A known id: with another body behind the original, or with a key that is not its coupon's. */
    private void forge(List<CouponIssueEvent> accepted) {
        if (!accepted.isEmpty()) {
            CouponIssueEvent original = random.oneOf(accepted);
            boolean besideItself = random.oneIn(2);
            var forged = new CouponIssueEvent(
                    original.eventId(),
                    besideItself ? original.userId() : original.userId() + 1,
                    original.couponId(),
                    original.timestamp() + 1,
                    original.version());
            int partition = world.log.partitionOf(original.couponId() + (besideItself ? 1 : 0));
            String key = besideItself ? "coupon-0" : original.partitionKey();
            world.log.append(partition, key, forged);
        }
    }

    private CouponIssueEvent event(long userId, long couponId, int version) {
        UUID id = random.id();
        return new CouponIssueEvent(id, userId, couponId, world.clock.millis(), version);
    }

    private void write(int partition, String key, CouponIssueEvent event) {
        world.log.append(partition, key, event);
        world.evidence.answers.add(Answer.accepted(event.couponId(), event.userId(), event.eventId()));
    }
}
