/** Watches the topics, and raises an alert for whatever in them threatens a guarantee. */
@NullMarked
package coupon.worker.topic;

import org.jspecify.annotations.NullMarked;
