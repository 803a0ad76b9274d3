/** The queue as a Kafka topic: one partition per coupon, in offset order. */
@NullMarked
package coupon.core.queue.kafka;

import org.jspecify.annotations.NullMarked;
