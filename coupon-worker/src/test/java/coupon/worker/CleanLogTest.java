package coupon.worker;

import coupon.core.testing.CleanLogContract;

class CleanLogTest extends CleanLogContract {}
