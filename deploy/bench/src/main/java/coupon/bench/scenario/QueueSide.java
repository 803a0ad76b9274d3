package coupon.bench.scenario;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Evidence;
import java.util.Set;

/** What differs between the queues as seen from outside. */
interface QueueSide extends AutoCloseable {
    /** The product's own way into the queue, without the API before it. */
    CouponIssueQueueService service();

    /**
     * Shows what the queue holds: its records, what was published, what could not be read. Only what came since the last
     * call, so coupons are asked for once, when they have come to rest.
     */
    void show(Observer observer);

    /** The worker that decides on this coupon now. */
    AppServer ownerOf(long couponId);

    /** Returns when so many workers share the work, as far as the queue lets them. */
    void awaitShared(int workers);

    @Override
    void close();

    /** Keeps what is evidence about some coupons, and what cannot be read. */
    record Observer(Evidence evidence, Set<Long> couponIds) {
        private static final CouponIssueEventCodec EVENTS = new CouponIssueEventCodec();
        private static final CouponIssueResultCodec RESULTS = new CouponIssueResultCodec();

        void event(byte[] key, byte[] value, QueuePosition position) {
            DecodedRecord decoded = EVENTS.decode(key, value, position);
            if (!(decoded instanceof Decodable readable)
                    || couponIds.contains(readable.request().event().couponId())) {
                evidence.logged(position, decoded);
            }
        }

        void result(byte[] value) {
            PublishedResult result = RESULTS.decode(value);
            if (couponIds.contains(result.couponId())) {
                evidence.published(result);
            }
        }
    }
}
