package coupon.worker.start;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.PolledRequest;
import coupon.worker.scheduler.CouponIssueScheduler;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** What {@link WarmUp} is to the consumer, for the scheduler: the same work, and nothing comes of it. */
public final class SchedulerWarmUp {
    private static final int BATCHES = 40;
    private static final int BATCH_SIZE = 50;

    private final CouponIssueScheduler harmless;

    /** @param harmless a scheduler that neither stores nor publishes for anybody, of a {@link MadeUpLine} */
    public SchedulerWarmUp(CouponIssueScheduler harmless) {
        this.harmless = harmless;
    }

    /** Fails if the database or Redis does not answer; may be called again then. */
    public void run() {
        for (int batch = 0; batch < BATCHES; batch++) {
            harmless.decideNext(BATCH_SIZE);
        }
    }

    /** A line that never ends, of requests for a coupon that cannot exist. */
    public static final class MadeUpLine implements CouponIssuePolledQueue {
        @Override
        public Mono<List<PolledRequest>> getNextCouponIssueRequests(int max) {
            return Mono.fromSupplier(() ->
                    IntStream.rangeClosed(1, max).mapToObj(MadeUpLine::request).toList());
        }

        @Override
        public Mono<Void> acknowledge(List<PolledRequest> decided) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> setAside(PolledRequest undecodable, String reason) {
            return Mono.empty();
        }

        private static PolledRequest request(int user) {
            var event = new CouponIssueEvent(UUID.randomUUID(), user, Long.MAX_VALUE, Instant.EPOCH);
            var place = new QueuePosition(0, user);
            return new PolledRequest(place, "", new Decodable(new CouponIssueRequest(event, place)));
        }
    }
}
