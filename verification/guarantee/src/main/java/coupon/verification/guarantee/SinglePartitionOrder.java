package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A coupon's requests in one partition, judged by keeping every state the coupon may be in.
 *
 * <p>A state is the number of edits that have taken effect and the number of winners with which the stock ends
 * ({@code limit}: the stock is {@code limit - winners}). Without edits there is one state, and the outcome is
 * determined. Each edit may take effect before any request; an outcome strikes out the states that contradict it. None
 * left: no history explains what was decided.
 */
final class SinglePartitionOrder implements CouponOrder {
    private final List<CouponEdit> edits;
    private final List<Coupon> termsAfter = new ArrayList<>();
    private final List<Set<Long>> limitsAfter = new ArrayList<>();
    private final Set<Long> holders;
    private final boolean holdersMayHaveLost;
    private long winners;
    private boolean undecided;
    private boolean broken;

    SinglePartitionOrder(Coupon before, List<CouponEdit> edits, Set<Long> holders) {
        this.edits = edits;
        this.holders = holders;
        holdersMayHaveLost = edits.stream().anyMatch(CouponEdit.HoldingsDeleted.class::isInstance);
        termsAfter.add(before);
        limitsAfter.add(new HashSet<>(Set.of(before.stock())));
        for (CouponEdit edit : edits) {
            termsAfter.add(terms(termsAfter.get(termsAfter.size() - 1), edit));
            limitsAfter.add(new HashSet<>());
        }
    }

    @Override
    public void judge(LogRecord record, CouponIssueStatus outcome, Consumer<String> onBroken) {
        if (broken) {
            return;
        }
        letEditsTakeEffect();
        for (int i = 0; i < limitsAfter.size(); i++) {
            strikeOut(
                    limitsAfter.get(i), outcome, isOpen(termsAfter.get(i), record), holders.contains(record.userId()));
        }
        broken = undecided || limitsAfter.stream().allMatch(Set::isEmpty);
        if (broken) {
            onBroken.accept(
                    undecided
                            ? "decided before an earlier request"
                            : outcome + " cannot be, behind " + winners + " winners");
        }
        if (outcome == CouponIssueStatus.SUCCESS) {
            winners++;
            holders.add(record.userId());
        }
    }

    @Override
    public void undecided() {
        undecided = true;
    }

    @Override
    public void end(@Nullable Coupon left, Findings findings) {
        letEditsTakeEffect();
        if (!broken && left != null && !limitsAfter.get(edits.size()).contains(winners + left.stock())) {
            findings.add("coupon " + left.couponId() + " has " + left.stock() + " left behind " + winners
                    + " winners, and no history of its stock explains that");
        }
    }

    private void strikeOut(Set<Long> limits, CouponIssueStatus outcome, boolean open, boolean holder) {
        boolean newcomer = !holder || holdersMayHaveLost;
        LongPredicate possible = switch (outcome) {
            case SUCCESS -> limit -> open && newcomer && limit > winners;
            case OUT_OF_STOCK -> limit -> open && newcomer && limit == winners;
            case DUPLICATE_REQUEST -> limit -> open && holder;
            case BUSINESS_ERROR -> limit -> !open;
            case VALIDATION_FAILED -> limit -> false;
            case SYSTEM_ERROR -> limit -> true;
        };
        limits.removeIf(limit -> !possible.test(limit));
    }

    private void letEditsTakeEffect() {
        for (int i = 0; i < edits.size(); i++) {
            Set<Long> before = limitsAfter.get(i);
            Set<Long> after = limitsAfter.get(i + 1);
            if (edits.get(i) instanceof CouponEdit.StockSet set) {
                if (!before.isEmpty()) {
                    after.add(winners + set.stock());
                }
            } else {
                long added = edits.get(i) instanceof CouponEdit.StockAdded more ? more.quantity() : 0;
                before.stream()
                        .map(limit -> limit + added)
                        .filter(limit -> limit >= winners)
                        .forEach(after::add);
            }
        }
    }

    private static boolean isOpen(Coupon terms, LogRecord record) {
        return !terms.paused()
                && (terms.opensAt() == null || !asked(record).isBefore(terms.opensAt()))
                && (terms.closesAt() == null || asked(record).isBefore(terms.closesAt()));
    }

    private static Instant asked(LogRecord record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    private static Coupon terms(Coupon before, CouponEdit edit) {
        return edit instanceof CouponEdit.TermsChanged to
                ? new Coupon(
                        before.couponId(),
                        before.name(),
                        before.totalQuantity(),
                        before.stock(),
                        to.opensAt(),
                        to.closesAt(),
                        to.paused(),
                        before.version(),
                        before.lastNumber(),
                        before.codes())
                : before;
    }
}
