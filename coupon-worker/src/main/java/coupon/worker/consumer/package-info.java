/** Takes the events topic's records, each partition by itself: decide, store, publish, acknowledge. */
@NullMarked
package coupon.worker.consumer;

import org.jspecify.annotations.NullMarked;
