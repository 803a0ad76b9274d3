package coupon.bench.scenario;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Requests as the API makes them, of users who have never asked before; they take the coupons in turn. */
final class Requests {
    /** The API's kind of ids: they rise with time, which the database's index rewards. */
    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();

    private Requests() {}

    static List<CouponIssueEvent> of(Bench bench, List<Coupon> coupons, int requests) {
        long firstUser = bench.newUsers(requests);
        Instant now = Instant.now();
        return IntStream.range(0, requests)
                .mapToObj(number -> new CouponIssueEvent(
                        IDS.generate(),
                        firstUser + number,
                        coupons.get(number % coupons.size()).couponId(),
                        now))
                .toList();
    }
}
