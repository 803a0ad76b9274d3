package coupon.verification.guarantee;

/**
 * What it means that results are published at least once, in decision order: leaving out repetitions and what came too
 * early, the decisions 1, 2, 3 are there in this order.
 *
 * <p>Valid: 1 2 3; 1 2 1 2 3 (redelivered); 1 2 3 1 (a zombie's late one); 2 1 2 3 (1 failed, then all were repeated).
 * Invalid: 1 3; 2 1 3; 1 3 2.
 */
public final class PublicationOrder {
    private final long[] decided;
    private int reached;

    /** @param decided offsets of one partition in their order, each once */
    public PublicationOrder(long[] decided) {
        this.decided = decided;
    }

    /** A result of this source offset is next in the results topic. */
    public void published(long offset) {
        if (reached < decided.length && decided[reached] == offset) {
            reached++;
        }
    }

    /** How many of the decisions were reached in order. */
    public int reached() {
        return reached;
    }

    public boolean isComplete() {
        return reached == decided.length;
    }
}
