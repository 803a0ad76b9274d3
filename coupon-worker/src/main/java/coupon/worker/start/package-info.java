/** From a started process to one that decides: waits for what it needs, pays the cold start, then takes its lines. */
@NullMarked
package coupon.worker.start;

import org.jspecify.annotations.NullMarked;
