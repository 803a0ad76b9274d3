/** Redis mode: polls the queue and takes what it gets through decide, store, publish and acknowledge. */
@NullMarked
package coupon.worker.scheduler;

import org.jspecify.annotations.NullMarked;
