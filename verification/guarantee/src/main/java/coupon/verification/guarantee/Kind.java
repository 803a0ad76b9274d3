package coupon.verification.guarantee;

/** What can be wrong in the stored records, each with the guarantee that it breaks. The audit reports these names. */
public enum Kind {
    /** {@code stock + issued} is not the total, or the stock is negative. */
    BOOKS_DO_NOT_BALANCE("G1"),
    /** More requests have {@code SUCCESS} than there are coupons in all. */
    OVERSOLD("G1"),
    /** A user with two {@code SUCCESS}, and no deletion of the holding that could explain it. */
    SECOND_SUCCESS("G2"),
    /** An outcome that the rules do not give. */
    WRONG_OUTCOME("G3"),
    /** A request won after another was refused for want of stock, and nothing says that stock was added. */
    OVERTAKEN("G3"),
    /** The group has acknowledged a request that has no outcome. */
    UNDECIDED("G4"),
    /** A request without an outcome, and a later one of its partition with one. */
    PASSED_OVER("G4"),
    /** The group has acknowledged a record that cannot be decoded, and that is no dead letter. */
    NO_DEAD_LETTER("G4"),
    /** A row of the request store whose event is not in the topic. */
    NO_SUCH_EVENT("G5"),
    /** A row of the request store that says another user, coupon, time or offset than its event. */
    LEDGER_DIFFERS("G5"),
    /** A second row for one event. */
    DECIDED_TWICE("G5"),
    /** A {@code user_coupon} row without a {@code SUCCESS}: inserted by hand. */
    HOLDING_WITHOUT_SUCCESS("G6"),
    /** A {@code SUCCESS} without a {@code user_coupon} row: deleted by hand, and its coupon not given back. */
    SUCCESS_WITHOUT_HOLDING("G6"),
    /** A decision that is acknowledged and not on the results topic. */
    RESULT_MISSING("G8"),
    /** A published result that is not what the request store says. */
    RESULT_DIFFERS("G8"),
    /** A published result of a request that the request store does not know. */
    RESULT_NOT_STORED("G8"),
    /** A result that appears after that of a later request of its partition, which was not repeated behind it. */
    RESULT_OUT_OF_ORDER("G8"),
    /** A success without a number, behind one of its partition that has one. */
    NUMBER_MISSING("G9"),
    /** A number that two successes have. */
    NUMBER_REPEATED("G9"),
    /** A number that no success has. */
    NUMBER_GAP("G9"),
    /** A number that is not more than that of an earlier success of its partition. */
    NUMBER_OUT_OF_ORDER("G9");

    private final String guarantee;

    Kind(String guarantee) {
        this.guarantee = guarantee;
    }

    public String guarantee() {
        return guarantee;
    }
}
