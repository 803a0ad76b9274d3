-- When the row of a coupon was last inserted or updated, by anyone: whoever keeps a copy of the coupons reads only those
-- that changed lately. A TIMESTAMP, because its value does not depend on the time zone of the session that writes.
ALTER TABLE coupon
    ADD COLUMN changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
    ADD INDEX coupon_changed_at (changed_at);
