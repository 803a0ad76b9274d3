package coupon.verification.simulation;

import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueResultCodec;
import java.util.List;
import reactor.core.publisher.Mono;

/** Publishes in the order given, a few results at a step; after a partial failure later ones may be there without earlier ones. */
record SimulatedPublisher(Lane lane, World world) implements CouponIssueResultPublisher {
    private static final CouponIssueResultCodec CODEC = new CouponIssueResultCodec();

    @Override
    public Mono<Void> publish(List<CouponIssueResult> results) {
        if (results.isEmpty()) {
            return Mono.empty();
        }
        int now = world.random.between(1, results.size());
        return lane.step("publish " + now + " of " + results.size(), () -> send(results.subList(0, now)))
                .then(Mono.defer(() -> publish(results.subList(now, results.size()))));
    }

    private void send(List<CouponIssueResult> results) {
        if (world.random.strikes(Fault.PUBLICATION_FAILS)) {
            throw new OutageException("the results topic is unavailable");
        }
        boolean partly = world.random.strikes(Fault.PUBLICATION_PARTLY_FAILS);
        for (CouponIssueResult result : results) {
            if (!partly || world.random.oneIn(2)) {
                world.evidence.published(CODEC.decode(CODEC.encode(result)));
                world.invariants.published(result);
            }
        }
        if (partly) {
            throw new OutageException("not all results were acknowledged");
        }
    }
}
