package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
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
final class SinglePartitionOrder implements FirstComeFirstServed.Order {
    private final Coupon before;
    private final @Nullable Coupon left;
    private final List<CouponEdit> edits;
    private final Findings findings;
    private final List<Stage> stages = new ArrayList<>();
    private final LongOpenHashSet holders;
    private final boolean holdersMayHaveLost;
    private long winners;
    private boolean undecided;
    private boolean broken;

    SinglePartitionOrder(Coupon before, Evidence evidence, Findings findings) {
        this.before = before;
        this.left = evidence.coupons.get(before.couponId());
        this.edits = evidence.editsOf(before.couponId());
        this.findings = findings;
        this.holders = new LongOpenHashSet(evidence.holders(before.couponId()).before);
        this.holdersMayHaveLost = evidence.holders(before.couponId()).isDeletionKnown();
        var stage = new Stage(before.opensAt(), before.closesAt(), before.paused(), before.codes(), new HashSet<>());
        stage.limits.add(before.stock());
        stages.add(stage);
        for (CouponEdit edit : edits) {
            stage = stage.after(edit);
            stages.add(stage);
        }
    }

    @Override
    public void judge(Decision row) {
        if (broken) {
            return;
        }
        letEditsTakeEffect();
        stages.forEach(stage -> strikeOut(stage, row));
        broken = undecided || stages.stream().allMatch(stage -> stage.limits.isEmpty());
        if (broken) {
            String why = undecided
                    ? "decided before an earlier request"
                    : row.outcome() + " cannot be, behind " + winners + " winners";
            findings.add(row.position(), why + ": " + row);
        }
        if (row.isSuccess()) {
            winners++;
            holders.add(row.userId());
        }
    }

    /** No later one may have an outcome. */
    @Override
    public void undecided() {
        undecided = true;
    }

    @Override
    public void end() {
        letEditsTakeEffect();
        if (!broken && left != null && !stages.get(edits.size()).limits.contains(winners + left.stock())) {
            findings.add("coupon " + left.couponId() + " has " + left.stock() + " left behind " + winners
                    + " winners, and no history of its stock explains that");
        }
    }

    private void strikeOut(Stage stage, Decision row) {
        boolean open = row.isWithin(stage.opensAt, stage.closesAt, stage.paused);
        boolean holder = holders.contains(row.userId());
        boolean newcomer = !holder || holdersMayHaveLost;
        boolean codeLeft = stage.codes == null || before.lastNumber() + winners < stage.codes;
        LongPredicate possible = switch (row.outcome()) {
            case SUCCESS -> limit -> open && newcomer && codeLeft && limit > winners;
            case OUT_OF_STOCK -> limit -> open && newcomer && (!codeLeft || limit == winners);
            case DUPLICATE_REQUEST -> limit -> open && holder;
            case BUSINESS_ERROR -> limit -> !open;
            case VALIDATION_FAILED -> limit -> false;
            case SYSTEM_ERROR -> limit -> true;
        };
        stage.limits.removeIf(limit -> !possible.test(limit));
    }

    private void letEditsTakeEffect() {
        for (int i = 0; i < edits.size(); i++) {
            Set<Long> from = stages.get(i).limits;
            Set<Long> to = stages.get(i + 1).limits;
            if (edits.get(i) instanceof CouponEdit.StockSet set) {
                if (!from.isEmpty()) {
                    to.add(winners + set.stock());
                }
            } else {
                long added = edits.get(i).added();
                from.stream()
                        .map(limit -> limit + added)
                        .filter(limit -> limit >= winners)
                        .forEach(to::add);
            }
        }
    }

    /** The coupon between two edits, and the limits that its stock may have there. */
    private record Stage(
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            boolean paused,
            @Nullable Long codes,
            Set<Long> limits) {
        Stage after(CouponEdit edit) {
            if (edit instanceof CouponEdit.TermsChanged to) {
                return new Stage(to.opensAt(), to.closesAt(), to.paused(), codes, new HashSet<>());
            }
            Long codesNow = edit instanceof CouponEdit.CodesImported imported
                    ? Long.valueOf(Objects.requireNonNullElse(codes, 0L) + imported.quantity())
                    : codes;
            return new Stage(opensAt, closesAt, paused, codesNow, new HashSet<>());
        }
    }
}
