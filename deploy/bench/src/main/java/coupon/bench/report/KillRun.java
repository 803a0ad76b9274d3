package coupon.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests at a constant rate, in the middle of which the worker that decides is killed (SIGKILL). One second later a
 * new one is launched, as an orchestrator does.
 *
 * @param killSeconds when, on the clock of {@code progress}
 * @param standstillSeconds the longest time in which nothing was issued for a coupon, from before the kill on
 * @param progress coupons issued, over all coupons
 */
public record KillRun(
        Mode mode,
        double ratePerSecond,
        double killSeconds,
        Verdict verdict,
        @Nullable Double standstillSeconds,
        List<ProgressPoint> progress) {
    public KillRun {
        standstillSeconds = verdict.held() ? standstillSeconds : null;
        progress = List.copyOf(progress);
    }
}
