package coupon.verification.guarantee;

import coupon.core.domain.Holding;

/**
 * G2. A user has a coupon at most once.
 *
 * <p>Valid: many requests of one user, one {@code SUCCESS}; a further one after an operator deleted holdings,
 * see {@link Holders}.
 * Invalid: two {@code SUCCESS} of one user for one coupon, or one for who had it before; two rows in
 * {@code user_coupon}.
 */
final class OnePerUser implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        evidence.requests().holders.forEach((couponId, holders) -> {
            for (Decision row : holders.second) {
                findings.add(
                        Kind.SECOND_SUCCESS, row, "SUCCESS", "not again for user " + row.userId() + ", who won before");
            }
            holders.twice.forEach(user -> findings.add(new Holding(couponId, user) + " is in user_coupon twice"));
        });
    }
}
