package coupon.worker.start;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.DecidedBatch;
import coupon.core.store.Known;
import coupon.worker.consumer.CouponIssueEventConsumer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;

/**
 * Pays the cost of the first batches before there are any: connections, classes, compiled code.
 *
 * <p>Made-up requests for a coupon that cannot exist take the way of all requests, through a consumer whose
 * {@link RollingBack store} forgets and whose publisher writes where nobody reads.
 */
public final class WarmUp {
    private static final int BATCHES = 40;
    private static final int BATCH_SIZE = 50;
    private static final long NO_COUPON = Long.MAX_VALUE;

    private final CouponIssueEventConsumer harmless;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    /** @param harmless a consumer that neither stores nor publishes for anybody */
    public WarmUp(CouponIssueEventConsumer harmless) {
        this.harmless = harmless;
    }

    /** Fails if the database or the broker does not answer; may be called again then. */
    public void run() {
        for (int batch = 0; batch < BATCHES; batch++) {
            harmless.handleCouponIssueEvent(
                    IntStream.rangeClosed(1, BATCH_SIZE).mapToObj(this::record).toList(), () -> {});
        }
    }

    private ConsumerRecord<byte[], byte[]> record(int user) {
        CouponIssueEvent event = new CouponIssueEvent(UUID.randomUUID(), user, NO_COUPON, Instant.EPOCH);
        byte[] key = event.partitionKey().getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>("warm-up", 0, user, key, codec.encode(event));
    }

    /** Does the work of a store up to the decision, in a transaction that is then rolled back. */
    public record RollingBack(CouponIssueStore store) implements CouponIssueStore {
        @Override
        public Mono<DecidedBatch> decideAndStore(List<CouponIssueRequest> batch, Function<Known, DecidedBatch> rule) {
            return store.decideAndStore(batch, known -> {
                        throw new Done(rule.apply(known));
                    })
                    .onErrorResume(Done.class, done -> Mono.just(done.result));
        }
    }

    private static final class Done extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient DecidedBatch result;

        Done(DecidedBatch result) {
            super("rolled back on purpose", null, false, false);
            this.result = result;
        }
    }
}
