/** Tests of the audit: sales that are as they should be, and data that was tampered with in every way. */
@NullMarked
package coupon.verification.audit;

import org.jspecify.annotations.NullMarked;
