package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.CouponState;
import coupon.verification.guarantee.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Clients, and the API between them and the log: a model of what it may answer and what it may queue. */
final class Clients {
    private static final List<Duration> CLOCKS_OFF_BY =
            List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-1));

    private final World world;
    private final Randomness random;
    private final Duration clockOfSecondInstanceOffBy;
    private final List<CouponIssueEvent> accepted = new ArrayList<>();
    private final List<Runnable> stillOnTheirWay = new ArrayList<>();
    private Map<Long, Coupon> snapshot = Map.of();

    Clients(World world) {
        this.world = world;
        random = world.random;
        clockOfSecondInstanceOffBy = random.oneOf(CLOCKS_OFF_BY);
    }

    void act() {
        switch (random.below(8)) {
            case 0 -> snapshot = new HashMap<>(world.store.coupons);
            case 1 -> lookUp();
            case 2 -> arriveLate();
            default -> ask(random.between(1, world.couponCount), userId());
        }
    }

    /** With every fault over, every request is accepted. */
    void askOnceMore() {
        while (!stillOnTheirWay.isEmpty()) {
            arriveLate();
        }
        snapshot = Map.of();
        for (long couponId = 1; couponId <= world.couponCount; couponId++) {
            ask(couponId, world.userCount + 1);
        }
    }

    private long userId() {
        return random.oneIn(30) ? SimulatedConnection.REFUSED_USER : random.between(1, world.userCount);
    }

    private void ask(long couponId, long userId) {
        Instant now = world.clock.instant().plus(random.oneIn(2) ? Duration.ZERO : clockOfSecondInstanceOffBy);
        CouponIssueStatus early = refusedEarly(couponId, now);
        String key = random.oneIn(5) ? "key" : null;
        if (early != null) {
            answer(new Answer(Answer.Kind.REFUSED, couponId, userId, null, null, early), key);
            return;
        }
        UUID id = key == null ? random.id() : new UUID(couponId, userId);
        queue(new CouponIssueEvent(id, userId, couponId, now), key);
    }

    private @Nullable CouponIssueStatus refusedEarly(long couponId, Instant now) {
        Coupon coupon = snapshot.get(couponId);
        if (coupon == null || coupon.stateAt(now) == CouponState.OPEN || random.oneIn(2)) {
            return null;
        }
        return coupon.stateAt(now) == CouponState.SOLD_OUT
                ? CouponIssueStatus.OUT_OF_STOCK
                : CouponIssueStatus.BUSINESS_ERROR;
    }

    private void queue(CouponIssueEvent event, @Nullable String key) {
        long couponId = event.couponId();
        long userId = event.userId();
        if (random.strikes(Fault.QUEUE_UNAVAILABLE)) {
            answer(Answer.ofHttp(503, false, couponId, userId, event.eventId(), null), key);
        } else if (random.strikes(Fault.QUEUE_ACKNOWLEDGEMENT_LOST)) {
            mayAppend(event);
            answer(Answer.ofHttp(504, false, couponId, userId, event.eventId(), null), key);
        } else if (random.strikes(Fault.CLIENT_CONNECTION_LOST)) {
            mayAppend(event);
            answer(Answer.unknown(couponId, userId, null), key);
        } else {
            append(event);
            accepted.add(event);
            answer(Answer.ofHttp(202, false, couponId, userId, event.eventId(), null), key);
        }
        if (random.strikes(Fault.FOREIGN_RECORD)) {
            new ForeignProducer(world, random).write(accepted);
        }
    }

    /** Now, later or never: the sender does not know. */
    private void mayAppend(CouponIssueEvent event) {
        switch (random.below(3)) {
            case 0 -> append(event);
            case 1 -> stillOnTheirWay.add(() -> append(event));
            default -> world.say(() -> "lost on its way: " + event);
        }
    }

    private void arriveLate() {
        if (!stillOnTheirWay.isEmpty()) {
            stillOnTheirWay.remove(random.below(stillOnTheirWay.size())).run();
        }
    }

    private void append(CouponIssueEvent event) {
        for (int times = random.strikes(Fault.EVENT_QUEUED_TWICE) ? 2 : 1; times > 0; times--) {
            world.log.append(world.log.partitionOf(event.couponId()), event.partitionKey(), event);
        }
    }

    /** A client asks for the state of a request. */
    private void lookUp() {
        if (!accepted.isEmpty()) {
            CouponIssueEvent event = random.oneOf(accepted);
            CouponIssueResult row = world.store.stored.get(event.eventId());
            if (row != null) {
                answer(
                        Answer.ofHttp(201, true, event.couponId(), event.userId(), event.eventId(), row.outcome()),
                        null);
            }
        }
    }

    private void answer(Answer answer, @Nullable String key) {
        world.say(() -> "answered " + Objects.toString(key, "") + " " + answer);
        world.evidence.answers.add(answer.withIdempotencyKey(key));
    }
}
