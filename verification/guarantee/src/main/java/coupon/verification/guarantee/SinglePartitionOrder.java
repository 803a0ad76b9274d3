package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A coupon's requests in one partition, judged by keeping every state the coupon may be in.
 *
 * <p>A state is the number of edits that have taken effect and the number of winners with which the stock ends
 * ({@code limit}: the stock is {@code limit - winners}). Without edits there is one state, and the outcome is
 * determined. Each edit may take effect before any request; an outcome strikes out the states that contradict it. None
 * left: no history explains what was decided. Where the coupon has codes, a success also needs the code of its number.
 */
final class SinglePartitionOrder implements CouponOrder {
    private final Coupon before;
    private final @Nullable Coupon left;
    private final List<CouponEdit> edits;
    private final Findings findings;
    private final List<Coupon> termsAfter = new ArrayList<>();
    private final List<Set<Long>> limitsAfter = new ArrayList<>();
    private final LongOpenHashSet holders = new LongOpenHashSet();
    private final boolean holdersMayHaveLost;
    private long winners;
    private boolean undecided;
    private boolean broken;

    SinglePartitionOrder(Coupon before, Evidence evidence, Findings findings) {
        this.before = before;
        this.left = evidence.coupons.get(before.couponId());
        this.edits = evidence.editsOf(before.couponId());
        this.findings = findings;
        evidence.holdingsBefore.stream()
                .filter(holding -> holding.couponId() == before.couponId())
                .forEach(holding -> holders.add(holding.userId()));
        holdersMayHaveLost = evidence.holders(before.couponId()).isDeletionKnown();
        termsAfter.add(before);
        limitsAfter.add(new HashSet<>(Set.of(before.stock())));
        for (CouponEdit edit : edits) {
            termsAfter.add(terms(termsAfter.get(termsAfter.size() - 1), edit));
            limitsAfter.add(new HashSet<>());
        }
    }

    @Override
    public void judge(LogRecord record, Decision row) {
        if (broken) {
            return;
        }
        letEditsTakeEffect();
        for (int i = 0; i < limitsAfter.size(); i++) {
            strikeOut(limitsAfter.get(i), row.outcome(), termsAfter.get(i), record);
        }
        broken = undecided || limitsAfter.stream().allMatch(Set::isEmpty);
        if (broken) {
            String why = undecided
                    ? "decided before an earlier request"
                    : row.outcome() + " cannot be, behind " + winners + " winners";
            findings.add(record.position(), why + ": " + record);
        }
        if (row.isSuccess()) {
            winners++;
            holders.add(record.userId());
        }
    }

    @Override
    public void undecided() {
        undecided = true;
    }

    @Override
    public void end() {
        letEditsTakeEffect();
        if (!broken && left != null && !limitsAfter.get(edits.size()).contains(winners + left.stock())) {
            findings.add("coupon " + left.couponId() + " has " + left.stock() + " left behind " + winners
                    + " winners, and no history of its stock explains that");
        }
    }

    private void strikeOut(Set<Long> limits, CouponIssueStatus outcome, Coupon terms, LogRecord record) {
        boolean open = record.isWithin(terms);
        boolean holder = holders.contains(record.userId());
        boolean newcomer = !holder || holdersMayHaveLost;
        boolean codeLeft = terms.codes() == null || before.lastNumber() + winners < terms.codes();
        LongPredicate possible = switch (outcome) {
            case SUCCESS -> limit -> open && newcomer && codeLeft && limit > winners;
            case OUT_OF_STOCK -> limit -> open && newcomer && (!codeLeft || limit == winners);
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
                long added = edits.get(i).added();
                before.stream()
                        .map(limit -> limit + added)
                        .filter(limit -> limit >= winners)
                        .forEach(after::add);
            }
        }
    }

    private static Coupon terms(Coupon before, CouponEdit edit) {
        if (edit instanceof CouponEdit.TermsChanged to) {
            return terms(before, to.opensAt(), to.closesAt(), to.paused(), before.codes());
        }
        return edit instanceof CouponEdit.CodesImported more
                ? terms(
                        before,
                        before.opensAt(),
                        before.closesAt(),
                        before.paused(),
                        Objects.requireNonNullElse(before.codes(), 0L) + more.quantity())
                : before;
    }

    private static Coupon terms(
            Coupon before,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            boolean paused,
            @Nullable Long codes) {
        return new Coupon(
                before.couponId(),
                before.name(),
                before.totalQuantity(),
                before.stock(),
                opensAt,
                closesAt,
                paused,
                before.version(),
                before.lastNumber(),
                codes);
    }
}
