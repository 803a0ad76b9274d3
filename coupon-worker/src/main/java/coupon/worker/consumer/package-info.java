/**
 * Takes the events topic's records, each partition by itself: decide, store, publish, acknowledge.
 *
 * <p>One thread polls: {@link coupon.worker.consumer.CouponIssueEventConsumer}, with the partitions that it is assigned and
 * their committed offsets. A thread for each partition decides: {@link coupon.worker.consumer.PartitionDecider}. The two
 * meet in the partition's {@link coupon.worker.consumer.Inbox}, and nowhere else.
 */
@NullMarked
package coupon.worker.consumer;

import org.jspecify.annotations.NullMarked;
