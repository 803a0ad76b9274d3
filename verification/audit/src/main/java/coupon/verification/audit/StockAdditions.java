package coupon.verification.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where stock must have been added, as the order of one partition shows it: a request was refused because nothing was left, and
 * after it there was something again.
 */
final class StockAdditions {
    private final List<Addition> additions = new ArrayList<>();
    private @Nullable Request emptySince;
    private @Nullable Addition open;

    /** Some won, the first of them by this request, before anybody was refused again. */
    void won(Request request, long quantity) {
        if (quantity == 0) {
            return;
        }
        if (emptySince != null) {
            open = new Addition(emptySince, request, 0);
            emptySince = null;
        }
        if (open != null) {
            open = new Addition(open.emptyAt, open.wonAt, open.atLeast + quantity);
        }
    }

    void refused(Request request) {
        close();
        emptySince = request;
    }

    /** @param stock what is left now, after the last request of the partition */
    List<Addition> end(long stock) {
        if (open != null) {
            open = new Addition(open.emptyAt, open.wonAt, open.atLeast + stock);
        } else if (emptySince != null && stock > 0) {
            open = new Addition(emptySince, null, stock);
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
    record Addition(Request emptyAt, @Nullable Request wonAt, long atLeast) {
        /** Such as {@code 0-19 and 0-30, at least 3}. */
        String span() {
            return emptyAt.position() + " and " + (wonAt == null ? "now" : wonAt.position()) + ", at least " + atLeast;
        }
    }
}
