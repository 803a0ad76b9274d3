package coupon.verification.audit;

/** What can be wrong, each with the guarantee that it breaks. The names are part of the JSON report. */
enum Kind {
    /** {@code stock + issued} is not the total, or the stock is negative. */
    BOOKS_DO_NOT_BALANCE("G1"),
    /** More requests have {@code SUCCESS} than there are coupons in all. */
    OVERSOLD("G1"),
    /** A user with two {@code SUCCESS}. */
    SECOND_SUCCESS("G2"),
    /** An outcome that the rules do not give. */
    WRONG_OUTCOME("G3"),
    /** Somebody won after somebody was refused for want of stock, and nothing says that stock was added. */
    OVERTAKEN("G3"),
    /** The group has acknowledged a request that has no outcome. */
    UNDECIDED("G4"),
    /** A request without an outcome, and one behind it in its line with one. */
    PASSED_OVER("G4"),
    /** The group has acknowledged a record that nobody can read, and that is no dead letter. */
    NO_DEAD_LETTER("G4"),
    /** A ledger row whose event is not in the log. */
    NO_SUCH_EVENT("G5"),
    /** A ledger row that says another user, coupon, time or place than its event. */
    LEDGER_DIFFERS("G5"),
    /** A second ledger row for one event. */
    DECIDED_TWICE("G5"),
    /** A {@code user_coupon} row without a {@code SUCCESS}: inserted by hand. */
    HOLDING_WITHOUT_SUCCESS("G6"),
    /** A {@code SUCCESS} without a {@code user_coupon} row: deleted by hand. */
    SUCCESS_WITHOUT_HOLDING("G6"),
    /** A decision that is acknowledged and not on the results topic. */
    RESULT_MISSING("G8"),
    /** A published result that is not what the ledger says. */
    RESULT_DIFFERS("G8"),
    /** A published result of a request that the ledger does not know. */
    RESULT_NOT_STORED("G8"),
    /** A result that appears first after the result of a request behind it in its line. */
    RESULT_OUT_OF_ORDER("G8");

    private final String guarantee;

    Kind(String guarantee) {
        this.guarantee = guarantee;
    }

    String guarantee() {
        return guarantee;
    }
}
