-- Times are UTC. The stock is the authority: operators may edit it, deciders lock its row.
CREATE TABLE coupon (
    coupon_id      BIGINT       NOT NULL AUTO_INCREMENT,
    name           VARCHAR(200) NOT NULL,
    total_quantity BIGINT       NOT NULL,
    stock          BIGINT       NOT NULL,
    opens_at       DATETIME(6)  NULL,
    closes_at      DATETIME(6)  NULL,
    paused         BOOLEAN      NOT NULL DEFAULT FALSE,
    version        BIGINT       NOT NULL DEFAULT 0,
    created_at     DATETIME(6)  NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (coupon_id),
    CONSTRAINT coupon_total_quantity_not_negative CHECK (total_quantity >= 0),
    CONSTRAINT coupon_stock_not_negative CHECK (stock >= 0)
);

-- One row per coupon that somebody has. The primary key is the promise of at most one per user.
CREATE TABLE user_coupon (
    coupon_id BIGINT      NOT NULL,
    user_id   BIGINT      NOT NULL,
    status    VARCHAR(16) NOT NULL DEFAULT 'ISSUED',
    issued_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (coupon_id, user_id),
    INDEX user_coupon_newest_first (user_id, issued_at)
);

-- The ledger: one row per decided request, written once, never changed. A coupon that a request names need not exist.
CREATE TABLE coupon_issue_request (
    event_id         BINARY(16)  NOT NULL,
    coupon_id        BIGINT      NOT NULL,
    user_id          BIGINT      NOT NULL,
    outcome          VARCHAR(20) NOT NULL,
    requested_at     DATETIME(6) NOT NULL,
    decided_at       DATETIME(6) NOT NULL,
    source_partition INT         NOT NULL,
    source_offset    BIGINT      NOT NULL,
    PRIMARY KEY (event_id)
);
