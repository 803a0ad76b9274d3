-- The audit reads one coupon's requests. Event ids begin with their time, so that those of a coupon on sale are
-- entered side by side.
CREATE INDEX coupon_issue_request_of_coupon ON coupon_issue_request (coupon_id);
