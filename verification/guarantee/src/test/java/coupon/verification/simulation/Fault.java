package coupon.verification.simulation;

/** What may go wrong, or be done on purpose, at one step. */
enum Fault {
    WORKER_CRASHES,
    WORKER_FREEZES,
    /** A frozen worker goes on: a zombie, if its partitions have moved. */
    WORKER_THAWS,
    PARTITIONS_MOVE,
    /** A committed offset goes back by some records, or to the start: a full replay. */
    OFFSET_REWINDS,
    /** Like a deadlock, or a lock wait time-out. */
    STATEMENT_FAILS,
    /** The database rolls back the transaction of a client that is silent or cut off. */
    SESSION_ENDS,
    COMMIT_FAILS,
    /** Committed, and the client sees a lost connection. */
    COMMIT_ACKNOWLEDGEMENT_LOST,
    PUBLICATION_FAILS,
    PUBLICATION_PARTLY_FAILS,
    DEAD_LETTER_FAILS,
    OFFSET_COMMIT_FAILS,
    OFFSET_COMMIT_ACKNOWLEDGEMENT_LOST,
    /** A worker that no longer owns a partition commits an offset for it all the same. */
    STALE_OFFSET_COMMIT_ACCEPTED,
    QUEUE_UNAVAILABLE,
    QUEUE_ACKNOWLEDGEMENT_LOST,
    CLIENT_CONNECTION_LOST,
    EVENT_QUEUED_TWICE,
    /** Another producer writes what no API would write. */
    FOREIGN_RECORD,
    STOCK_ADDED,
    STOCK_SET,
    TERMS_CHANGED,
    HOLDINGS_DELETED
}
