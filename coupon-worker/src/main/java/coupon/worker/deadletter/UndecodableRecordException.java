package coupon.worker.deadletter;

/** Why a record is a dead letter. Never thrown: it is what the exception headers are made of. */
final class UndecodableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndecodableRecordException(String reason) {
        super(reason, null, false, false);
    }
}
