package coupon.verification.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where stock must have been added, as one line of the log tells it: a request was refused because nothing was left, and
 * after it there was something again.
 */
final class StockAdditions {
    private final List<Addition> additions = new ArrayList<>();
    private int emptySince = RequestTable.NONE;
    private @Nullable Addition open;

    /** Some won, the first of them in this row, before anybody was refused again. */
    void won(int row, long quantity) {
        if (quantity == 0) {
            return;
        }
        if (emptySince != RequestTable.NONE) {
            open = new Addition(emptySince, row, 0);
            emptySince = RequestTable.NONE;
        }
        if (open != null) {
            open = new Addition(open.emptyAt, open.wonAt, open.atLeast + quantity);
        }
    }

    void refused(int row) {
        close();
        emptySince = row;
    }

    /** @param stock what is left now, after the last request of the line */
    List<Addition> end(long stock) {
        if (open != null) {
            open = new Addition(open.emptyAt, open.wonAt, open.atLeast + stock);
        } else if (emptySince != RequestTable.NONE && stock > 0) {
            open = new Addition(emptySince, RequestTable.NONE, stock);
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
     * @param wonAt the next that won; {@link RequestTable#NONE} if only the stock of today shows it
     */
    record Addition(int emptyAt, int wonAt, long atLeast) {}
}
