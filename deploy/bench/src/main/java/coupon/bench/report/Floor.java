package coupon.bench.report;

import java.util.List;

/**
 * What the decision and its storage alone take: one hot coupon, all winners, no queue.
 *
 * @param batch requests in a transaction
 * @param requests in a repetition
 * @param perSecond coupons issued a second, of each repetition
 */
public record Floor(int batch, int requests, List<Double> perSecond) {
    public static final Floor NONE = new Floor(0, 0, List.of());

    public Floor {
        perSecond = List.copyOf(perSecond);
    }
}
