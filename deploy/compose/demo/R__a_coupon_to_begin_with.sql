-- A coupon for the first requests of a new system.
INSERT IGNORE INTO coupon (coupon_id, name, total_quantity, stock) VALUES (1, 'The first coupon', 100, 100);
-- Recorded like a coupon created through the API; the audit reads it.
INSERT INTO coupon_stock_change (coupon_id, changed_by, quantity, reason)
SELECT coupon_id, 'docker compose', total_quantity, 'created'
FROM coupon
WHERE coupon_id = 1 AND version = 0
  AND NOT EXISTS (SELECT 1 FROM coupon_stock_change WHERE coupon_stock_change.coupon_id = 1);
