/** What this instance knows of the queue: whether it answers, and how far its lines are decided. */
@NullMarked
package coupon.api.queue;

import org.jspecify.annotations.NullMarked;
