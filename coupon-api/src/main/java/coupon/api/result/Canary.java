package coupon.api.result;

import coupon.api.coupon.StoreCalls;
import coupon.api.queue.QueueProgress;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.store.CouponIssueResultRepository;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Checks in service that accepted requests get their outcome: remembers some of the requests that this instance accepted,
 * and once the group has committed them looks whether their outcome is stored, and is the one that was published. A few
 * queries a second; what goes wrong for many requests is noticed all the same.
 */
@Component
public final class Canary implements Consumer<PublishedResult> {
    private static final Logger log = LoggerFactory.getLogger(Canary.class);
    private static final int REMEMBERED_MAX = 1_000;
    private static final int CHECKED_AT_ONCE_MAX = 20;
    private static final String NOTHING = "nothing";

    /** The age of the oldest undecided request shows what waits longer. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(30);

    private final CouponIssueResultRepository results;
    private final QueueProgress progress;
    private final Clock clock;
    private final ConcurrentMap<UUID, Accepted> samples = new ConcurrentHashMap<>();
    private final Counter checked;
    private final Counter broken;

    Canary(CouponIssueResultRepository results, QueueProgress progress, MeterRegistry registry, Clock clock) {
        this.results = results;
        this.progress = progress;
        this.clock = clock;
        checked = Counter.builder("coupon.promises.checked")
                .description("Accepted requests whose stored outcome was looked up when they were decided")
                .register(registry);
        broken = Counter.builder("coupon.promises.broken")
                .description("Those of them whose outcome was not stored, or not the one that was published; must be 0")
                .register(registry);
    }

    /** To be called for every request that the queue has accepted. */
    public void remember(UUID requestId, QueuePosition position) {
        if (samples.size() < REMEMBERED_MAX) {
            samples.put(requestId, new Accepted(position, clock.instant(), NOTHING));
        }
    }

    /** What was published of one of them. */
    @Override
    public void accept(PublishedResult result) {
        samples.computeIfPresent(
                result.eventId(),
                (id, sample) -> sample.withPublished(result.outcome().name()));
    }

    /** Checks some of those that are decided by now. Fails if the database does not answer. */
    Mono<Void> look() {
        Instant oldest = clock.instant().minus(REMEMBERED_FOR);
        samples.values().removeIf(sample -> sample.acceptedAt().isBefore(oldest));
        List<UUID> due = samples.entrySet().stream()
                .filter(entry -> progress.hasPassed(entry.getValue().position()))
                .map(Map.Entry::getKey)
                .limit(CHECKED_AT_ONCE_MAX)
                .toList();
        return Flux.fromIterable(due).concatMap(this::check).then();
    }

    private Mono<Void> check(UUID requestId) {
        return StoreCalls.read(results.findById(requestId))
                .map(stored -> stored.outcome().name())
                .defaultIfEmpty(NOTHING)
                .doOnNext(stored -> compare(requestId, stored))
                .then();
    }

    private void compare(UUID requestId, String stored) {
        Accepted sample = samples.remove(requestId);
        if (sample == null) {
            return;
        }
        checked.increment();
        if (!sample.agreesWith(stored)) {
            broken.increment();
            log.error(
                    "request {} at {} was accepted, {} was published, and {} is stored",
                    requestId,
                    sample.position(),
                    sample.published(),
                    stored);
        }
    }

    /** @param published the name of its outcome, if this instance has read it */
    private record Accepted(QueuePosition position, Instant acceptedAt, String published) {
        Accepted withPublished(String outcome) {
            return new Accepted(position, acceptedAt, outcome);
        }

        boolean agreesWith(String stored) {
            return published.equals(NOTHING) ? !stored.equals(NOTHING) : stored.equals(published);
        }
    }
}
