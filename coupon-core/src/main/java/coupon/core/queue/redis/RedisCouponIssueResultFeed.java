package coupon.core.queue.redis;

import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;

/**
 * The stream of results, read whole by every instance: no consumer group, no stored offset.
 *
 * <p>Its reads block in Redis until there are results, on a connection of its own, because a blocked command holds up all
 * commands after it. After an outage it continues after the last result that it has delivered.
 */
public final class RedisCouponIssueResultFeed implements CouponIssueResultFeed, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisCouponIssueResultFeed.class);
    private static final String BEGINNING = "0-0";
    private static final Duration WAIT_FOR_MORE = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final int RESULTS_PER_READ_MAX = 5_000;

    private final RedisConnection waiting;
    private final RedisKeys keys;
    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();
    private volatile String lastDelivered = BEGINNING;
    private boolean reading;
    private volatile boolean closed;

    /** @param waiting a connection that is used for nothing else; closed with the feed */
    public RedisCouponIssueResultFeed(RedisConnection waiting, RedisKeys keys) {
        this.waiting = waiting;
        this.keys = keys;
    }

    @Override
    public Mono<Void> follow(Consumer<PublishedResult> listener) {
        return Mono.defer(() -> isReading()
                ? Mono.empty()
                : newest().doOnNext(newest -> startReading(newest, listener)).then());
    }

    @Override
    public void close() {
        closed = true;
        waiting.close();
    }

    private synchronized boolean isReading() {
        return reading;
    }

    private Mono<String> newest() {
        return waiting.ask(commands -> commands.xrevrange(keys.results(), Range.unbounded(), Limit.from(1)))
                .map(last -> last.isEmpty() ? BEGINNING : last.get(0).getId());
    }

    private synchronized void startReading(String from, Consumer<PublishedResult> listener) {
        reading = true;
        lastDelivered = from;
        Mono.defer(this::read)
                .flatMap(results -> results.isEmpty() ? startOverIfRecreated() : Mono.just(results))
                .doOnNext(results -> deliver(results, listener))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY).filter(failure -> !closed))
                .onErrorComplete()
                .repeat(() -> !closed)
                .subscribe();
        log.info("reading results from {} of {}", from, keys.results());
    }

    private Mono<List<StreamMessage<String, byte[]>>> read() {
        var patience = XReadArgs.Builder.block(WAIT_FOR_MORE).count(RESULTS_PER_READ_MAX);
        return waiting.ask(commands -> commands.xread(patience, StreamOffset.from(keys.results(), lastDelivered)));
    }

    /** With lower ids than the last one the stream is another one: all of it is new. */
    private Mono<List<StreamMessage<String, byte[]>>> startOverIfRecreated() {
        return newest().doOnNext(newest -> {
                    if (StreamIds.compare(newest, lastDelivered) < 0) {
                        lastDelivered = BEGINNING;
                    }
                })
                .then(Mono.empty());
    }

    private void deliver(List<StreamMessage<String, byte[]>> results, Consumer<PublishedResult> listener) {
        for (StreamMessage<String, byte[]> result : results) {
            byte @Nullable [] value = result.getBody().get("value");
            try {
                listener.accept(codec.decode(value == null ? new byte[0] : value));
            } catch (JacksonException | IllegalArgumentException foreign) {
                log.warn("{} of {} is not a result", result.getId(), keys.results());
            }
            lastDelivered = result.getId();
        }
    }
}
