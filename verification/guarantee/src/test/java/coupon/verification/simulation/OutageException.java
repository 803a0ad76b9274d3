package coupon.verification.simulation;

/** Something could not be done now, or it is not known whether it was done. */
final class OutageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutageException(String message) {
        super(message, null, false, false);
    }
}
