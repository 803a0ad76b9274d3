/** Tests of the audit: books that are right, and books that somebody has tampered with in every way. */
@NullMarked
package coupon.verification.audit;

import org.jspecify.annotations.NullMarked;
