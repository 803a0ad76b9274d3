-- Every change of stock that operators make through the API, the first quantity of a coupon among them. It is written
-- under the coupon's lock, so its order among the decisions is known. Times are UTC.
CREATE TABLE coupon_stock_change (
    change_id  BIGINT       NOT NULL AUTO_INCREMENT,
    coupon_id  BIGINT       NOT NULL,
    changed_at DATETIME(6)  NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    changed_by VARCHAR(200) NOT NULL,
    quantity   BIGINT       NOT NULL,
    reason     VARCHAR(200) NULL,
    PRIMARY KEY (change_id),
    INDEX coupon_stock_change_in_order (coupon_id, changed_at)
);
