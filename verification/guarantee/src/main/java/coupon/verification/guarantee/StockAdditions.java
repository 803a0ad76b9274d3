package coupon.verification.guarantee;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where stock must have been added, as the order of one partition shows it: a request was refused because nothing was
 * left, and after it there was something again.
 */
final class StockAdditions {
    private final List<Addition> additions = new ArrayList<>();
    private @Nullable Decision emptySince;
    private @Nullable Addition open;

    /** Some won, the first of them by this request, before anybody was refused again. */
    void won(Decision first, long quantity) {
        if (quantity == 0) {
            return;
        }
        if (emptySince != null) {
            open = new Addition(emptySince, first, 0);
            emptySince = null;
        }
        if (open != null) {
            open = new Addition(open.emptyAt, open.wonAt, open.atLeast + quantity);
        }
    }

    void refused(Decision last) {
        close();
        emptySince = last;
    }

    /** @param left what can be issued now, after the last request of the partition */
    List<Addition> end(long left) {
        if (open != null) {
            open = new Addition(open.emptyAt, open.wonAt, open.atLeast + left);
        } else if (emptySince != null && left > 0) {
            open = new Addition(emptySince, null, left);
        }
        close();
        return additions;
    }

    private void close() {
        if (open != null) {
            additions.add(open);
            open = null;
        }
    }

    /**
     * @param emptyAt the last request that found nothing
     * @param wonAt the next that won; null if only the stock of today shows it
     */
    record Addition(Decision emptyAt, @Nullable Decision wonAt, long atLeast) {
        /** Such as {@code 0-19 and 0-30, at least 3}. */
        String span() {
            return emptyAt.where() + " and " + (wonAt == null ? "now" : wonAt.where()) + ", at least " + atLeast;
        }
    }
}
