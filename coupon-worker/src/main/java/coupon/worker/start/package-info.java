/** From a started process to one that decides: waits for what it needs, warms up, then starts deciding. */
@NullMarked
package coupon.worker.start;

import org.jspecify.annotations.NullMarked;
