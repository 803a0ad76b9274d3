/** What must be thrown at the system, each fault a test of its own: the guarantees hold, and it recovers by itself. */
@NullMarked
package coupon.verification.system.fault;

import org.jspecify.annotations.NullMarked;
