package coupon.bench.scenario;

import coupon.core.domain.Coupon;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.util.List;

/** Requests on 64 connections, as fast as they are answered. */
final class Saturation {
    static final int SECONDS = 5;

    private static final int CONNECTIONS = 64;
    private static final int REQUESTS_MAX = 400_000;

    private Saturation() {}

    static LoadPlan of(Bench bench, List<Coupon> coupons, int seconds) {
        return LoadPlan.saturating(
                bench.apiUrl(),
                Bench.ids(coupons),
                bench.newUsers(REQUESTS_MAX),
                CONNECTIONS,
                REQUESTS_MAX,
                seconds,
                bench.newSampleFile());
    }

    /** Responses with this status, a second. */
    static double perSecond(List<Sample> samples, int status) {
        long from = samples.stream().mapToLong(Sample::sentNanos).min().orElseThrow();
        long to = samples.stream().mapToLong(Sample::answeredNanos).max().orElseThrow();
        return samples.stream().filter(sample -> sample.status() == status).count() / ((to - from) / 1e9);
    }
}
