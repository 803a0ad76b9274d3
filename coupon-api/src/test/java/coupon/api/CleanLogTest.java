package coupon.api;

import coupon.core.testing.CleanLogContract;

class CleanLogTest extends CleanLogContract {}
