package coupon.api.result;

import coupon.api.queue.QueueProgress;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Watches, in service, that what was promised is kept: remembers some of the requests that this instance accepted, and
 * when the group says that it has decided them looks whether their outcome is stored, and is the one that was published.
 * A few a second, so it costs nothing; a promise that is broken for many is noticed all the same.
 */
public final class PromiseCheck {
    private static final Logger log = LoggerFactory.getLogger(PromiseCheck.class);
    private static final int REMEMBERED_MAX = 1_000;
    private static final int CHECKED_AT_ONCE_MAX = 20;

    /** Who waits longer than that is seen by the age of the line. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(30);

    private final Ledger ledger;
    private final QueueProgress progress;
    private final Clock clock;
    private final ConcurrentMap<UUID, Promise> promises = new ConcurrentHashMap<>();
    private final Counter checked;
    private final Counter broken;

    public PromiseCheck(Ledger ledger, QueueProgress progress, MeterRegistry registry, Clock clock) {
        this.ledger = ledger;
        this.progress = progress;
        this.clock = clock;
        checked = Counter.builder("coupon.promises.checked")
                .description("Accepted requests whose stored outcome was looked up when they were decided")
                .register(registry);
        broken = Counter.builder("coupon.promises.broken")
                .description("Those of them whose outcome was not stored, or not the one that was told; must be 0")
                .register(registry);
    }

    /** To be told of everything that is accepted. */
    public void accepted(UUID requestId, QueuePosition place) {
        if (promises.size() < REMEMBERED_MAX) {
            promises.put(requestId, new Promise(place, clock.instant(), null));
        }
    }

    /** To be told of every result. */
    public void published(PublishedResult result) {
        promises.computeIfPresent(result.eventId(), (id, promise) -> promise.told(result.outcome()));
    }

    /** Checks some of those that are decided by now. Fails if the database does not tell. */
    public Mono<Void> look() {
        Instant oldest = clock.instant().minus(REMEMBERED_FOR);
        promises.values().removeIf(promise -> promise.acceptedAt().isBefore(oldest));
        List<UUID> due = promises.entrySet().stream()
                .filter(entry -> progress.hasPassed(entry.getValue().place()))
                .map(Map.Entry::getKey)
                .limit(CHECKED_AT_ONCE_MAX)
                .toList();
        return Flux.fromIterable(due).concatMap(this::check).then();
    }

    private Mono<Void> check(UUID requestId) {
        return ledger.find(requestId)
                .map(stored -> stored.outcome().name())
                .defaultIfEmpty("nothing")
                .doOnNext(stored -> compare(requestId, stored))
                .then();
    }

    private void compare(UUID requestId, String stored) {
        Promise promise = promises.remove(requestId);
        if (promise == null) {
            return;
        }
        checked.increment();
        if (!promise.isKeptBy(stored)) {
            broken.increment();
            log.error(
                    "request {} at {} was accepted, {} was told, and {} is stored",
                    requestId,
                    promise.place(),
                    promise.told() == null ? "nothing" : promise.told(),
                    stored);
        }
    }

    private record Promise(
            QueuePosition place,
            Instant acceptedAt,
            @Nullable CouponIssueStatus told) {
        Promise told(CouponIssueStatus outcome) {
            return new Promise(place, acceptedAt, outcome);
        }

        boolean isKeptBy(String stored) {
            return told == null ? !stored.equals("nothing") : stored.equals(told.name());
        }
    }
}
