package coupon.worker.start;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.store.CouponIssueStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * Pays the cost of the first batches before there are any: connections, classes, compiled code. Made-up requests for a
 * coupon that cannot exist take the path of all requests, through a store that rolls back and a publisher whose results
 * nobody reads.
 */
final class WarmUp {
    private static final int BATCHES = 40;
    private static final int BATCH_SIZE = 50;
    private static final long NO_COUPON = Long.MAX_VALUE;

    private final CouponIssueProcessor processor;
    private final CouponIssueResultPublisher publisher;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    /** @param publisher writes where nobody reads */
    WarmUp(CouponIssueStore store, CouponIssueResultPublisher publisher) {
        this.processor = new CouponIssueProcessor(rollingBack(store), Clock.systemUTC());
        this.publisher = publisher;
    }

    /** Fails if the database or the queue does not answer; may be called again then. */
    void run() {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<CouponIssueRequest> requests =
                    IntStream.rangeClosed(1, BATCH_SIZE).mapToObj(this::request).toList();
            List<CouponIssueResult> results =
                    processor.processBatch(requests).blockOptional().orElseThrow();
            publisher.publish(results).block();
        }
    }

    private CouponIssueRequest request(int user) {
        var event = new CouponIssueEvent(UUID.randomUUID(), user, NO_COUPON, Instant.EPOCH);
        byte[] key = event.partitionKey().getBytes(StandardCharsets.UTF_8);
        return ((Decodable) codec.decode(key, codec.encode(event), new QueuePosition(0, user))).request();
    }

    /** Does the work of a store up to the decision, in a transaction that is then rolled back. */
    private static CouponIssueStore rollingBack(CouponIssueStore store) {
        return (batch, wait, rule) -> store.decideAndStore(batch, wait, known -> {
                    throw new Done(rule.apply(known));
                })
                .onErrorResume(Done.class, done -> Mono.just(done.results));
    }

    private static final class Done extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<CouponIssueResult> results;

        Done(List<CouponIssueResult> results) {
            super("rolled back on purpose", null, false, false);
            this.results = results;
        }
    }
}
