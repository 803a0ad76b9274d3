/** What can happen to the topics that threatens the promises: noticed, said once, and shown while it matters. */
@NullMarked
package coupon.worker.guard;

import org.jspecify.annotations.NullMarked;
