-- The counter of a coupon's successes: taken together with the stock, never set back. It begins at what was issued before
-- there were numbers. A coupon with codes counts those that were imported; others have NULL.
ALTER TABLE coupon
    ADD COLUMN last_number BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN code_count  BIGINT NULL;
UPDATE coupon
SET last_number = (SELECT COUNT(*) FROM user_coupon WHERE user_coupon.coupon_id = coupon.coupon_id);

-- NULL where an operator inserted the row, and in rows from before.
ALTER TABLE user_coupon
    ADD COLUMN number BIGINT NULL,
    ADD UNIQUE INDEX user_coupon_number (coupon_id, number);

-- A column of its own: the stored result stays as it is when an operator deletes the user's coupon.
ALTER TABLE coupon_issue_request ADD COLUMN number BIGINT NULL;

-- Success number n of a coupon has the n-th code that was imported.
CREATE TABLE coupon_code (
    coupon_id BIGINT                                            NOT NULL,
    number    BIGINT                                            NOT NULL,
    code      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (coupon_id, number),
    UNIQUE INDEX coupon_code_once (coupon_id, code)
);
