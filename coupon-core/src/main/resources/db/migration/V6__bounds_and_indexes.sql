-- Quantities are bounded, so that no sum of them overflows.
UPDATE coupon
SET stock          = LEAST(stock, 1000000000000),
    total_quantity = LEAST(total_quantity, 1000000000000)
WHERE stock > 1000000000000
   OR total_quantity > 1000000000000;
ALTER TABLE coupon
    ADD CONSTRAINT coupon_quantities_bounded CHECK (stock <= 1000000000000 AND total_quantity <= 1000000000000);

-- An entry by user is a write to a random page for each winner. A user's coupons are found by primary key instead, one
-- look-up per coupon.
ALTER TABLE user_coupon DROP INDEX user_coupon_newest_first;

-- The requests of a coupon, for the audit, and the request of a number, for the list of winners.
ALTER TABLE coupon_issue_request
    ADD INDEX coupon_issue_request_number (coupon_id, number),
    DROP INDEX coupon_issue_request_of_coupon;
