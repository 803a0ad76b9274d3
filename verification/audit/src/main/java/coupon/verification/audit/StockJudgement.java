package coupon.verification.audit;

import coupon.verification.audit.StockAdditions.Addition;
import coupon.verification.audit.StockBook.Origin;
import java.util.ArrayList;
import java.util.List;

/** Tells where stock was added that the line shows, and finds those whom nothing of it allowed to overtake. */
final class StockJudgement {
    private final RequestTable requests;
    private final StockBook stock;
    private final Findings findings;

    StockJudgement(RequestTable requests, StockBook stock, Findings findings) {
        this.requests = requests;
        this.stock = stock;
        this.findings = findings;
    }

    /** @param additions of one line, in its order */
    void judge(List<Addition> additions) {
        stock.newLine();
        for (Addition addition : additions) {
            boolean won = addition.wonAt() != RequestTable.NONE;
            Origin origin = stock.take(
                    requests.decidedAtMicros(addition.emptyAt()),
                    won ? requests.decidedAtMicros(addition.wonAt()) : Long.MAX_VALUE / 2,
                    addition.atLeast());
            if (origin.unexplained() == 0) {
                findings.note("stock was added between " + span(addition) + ": " + describe(origin));
            } else {
                reportOvertaken(addition, origin, won);
            }
        }
    }

    /** What the records and the stock say, whatever the lines show. */
    void note() {
        if (!stock.isBeginningKnown()) {
            findings.note("the coupon was made and edited outside the service: what it began with is not known");
        } else if (stock.outside() != 0) {
            findings.note("stock differs from the recorded changes by %+d: edited outside the service"
                    .formatted(stock.outside()));
        }
    }

    private void reportOvertaken(Addition addition, Origin origin, boolean won) {
        findings.violation(
                Kind.OVERTAKEN,
                requests,
                won ? addition.wonAt() : addition.emptyAt(),
                won ? "SUCCESS" : "OUT_OF_STOCK with " + addition.atLeast() + " in stock",
                (won ? "not after an OUT_OF_STOCK: " : "") + "stock would have been added between " + span(addition)
                        + ", but of " + addition.atLeast() + " at least " + origin.unexplained()
                        + " came from nowhere: no recorded change, and no more in the stock");
    }

    private String span(Addition addition) {
        boolean won = addition.wonAt() != RequestTable.NONE;
        return requests.place(addition.emptyAt()) + " and " + (won ? requests.place(addition.wonAt()) : "now")
                + ", at least " + addition.atLeast();
    }

    private static String describe(Origin origin) {
        List<String> parts = new ArrayList<>();
        origin.recorded().forEach(change -> parts.add(change.describe()));
        if (origin.outside() > 0) {
            parts.add(origin.outside() + " outside the service");
        }
        return String.join(", ", parts);
    }
}
