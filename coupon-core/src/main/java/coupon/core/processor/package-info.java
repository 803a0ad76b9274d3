/** Decides a batch and stores it in one transaction: the one path from a request to its outcome. */
@NullMarked
package coupon.core.processor;

import org.jspecify.annotations.NullMarked;
