/** Takes batches from the line of people: decide, store, publish, acknowledge. */
@NullMarked
package coupon.worker.consumer;

import org.jspecify.annotations.NullMarked;
