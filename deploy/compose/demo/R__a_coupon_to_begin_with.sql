-- For who tries the system: there is something to ask for.
INSERT IGNORE INTO coupon (coupon_id, name, total_quantity, stock) VALUES (1, 'The first coupon', 100, 100);
