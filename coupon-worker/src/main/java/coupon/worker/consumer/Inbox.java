package coupon.worker.consumer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The records of one partition between two threads, and how far they are. The polling thread puts them, and stops
 * fetching when it is full, by number or by bytes; the partition's decider takes batches, and acknowledges them.
 *
 * <p>A batch costs the same few round trips whether it holds one request or two hundred. So batches begin {@link #CYCLE}
 * apart where there is little to decide, which never delays a request by more than {@link #GATHER_MAX}, and a request
 * that comes alone not at all.
 */
final class Inbox {
    static final Duration CYCLE = Duration.ofMillis(10);
    static final Duration GATHER_MAX = Duration.ofMillis(5);

    /** Records from which on a batch is worth its round trips. */
    private static final int GATHERED = 200;

    private static final long BYTES_MAX = 2L << 20;

    /** What a record takes beside its key and its value, in bytes. */
    private static final int RECORD_OVERHEAD = 100;

    private final int batchRecordsMax;
    private final ArrayDeque<DecodedBatch.Entry> entries = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch deciderEnded = new CountDownLatch(1);
    private long bytes;
    private long lastTakenNanos = System.nanoTime() - CYCLE.toNanos();
    private long putUpTo;
    private volatile long acknowledged;
    private OffsetAndMetadata committed;

    /**
     * @param beginOffset of the first record that will be put
     * @param committed what the group has committed of the partition
     */
    Inbox(int batchRecordsMax, long beginOffset, OffsetAndMetadata committed) {
        this.batchRecordsMax = batchRecordsMax;
        this.putUpTo = beginOffset;
        this.acknowledged = beginOffset;
        this.committed = committed;
    }

    /** Decodes on the calling thread: while the batch before is being decided. */
    void put(List<ConsumerRecord<byte[], byte[]>> polled) {
        List<DecodedBatch.Entry> decoded =
                polled.stream().map(DecodedBatch.Entry::of).toList();
        putUpTo = polled.get(polled.size() - 1).offset() + 1;
        synchronized (this) {
            entries.addAll(decoded);
            polled.forEach(record -> bytes += bytesOf(record));
            notifyAll();
        }
    }

    /** Holds two batches, or as many bytes as it may: nothing is to be polled until some of it is taken. */
    synchronized boolean isFull() {
        return entries.size() >= 2 * batchRecordsMax || bytes >= BYTES_MAX;
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Waits for the next batch, in offset order; empty only if the inbox is closed. */
    synchronized DecodedBatch take() throws InterruptedException {
        while (entries.isEmpty() && !isClosed()) {
            wait();
        }
        gather();
        List<DecodedBatch.Entry> batch = new ArrayList<>(Math.min(entries.size(), batchRecordsMax));
        while (batch.size() < batchRecordsMax && !entries.isEmpty()) {
            DecodedBatch.Entry entry = entries.remove();
            bytes -= bytesOf(entry.record());
            batch.add(entry);
        }
        return new DecodedBatch(batch);
    }

    /** Everything before this offset is decided, stored and published. */
    void acknowledge(long offset) {
        acknowledged = offset;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Whether everything that was put is acknowledged; for the thread that puts. */
    boolean isIdle() {
        return acknowledged == putUpTo;
    }

    /** What the group has committed; for the thread that puts. */
    OffsetAndMetadata committed() {
        return committed;
    }

    void setCommitted(OffsetAndMetadata offset) {
        committed = offset;
    }

    /**
     * What it holds is dropped: it will be polled again. The decider finishes the batch that it has, if that works at
     * the first attempt, and ends.
     */
    synchronized void close() {
        closed.countDown();
        entries.clear();
        bytes = 0;
        notifyAll();
    }

    /** Returns after that time, or as soon as it is closed, and whether it is. */
    boolean awaitClosed(long atMostMillis) throws InterruptedException {
        return closed.await(atMostMillis, TimeUnit.MILLISECONDS);
    }

    /** Counted down by its decider at the end; a thread that waits for it never interrupts it: it may be in the middle of a query. */
    CountDownLatch deciderEnded() {
        return deciderEnded;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void gather() throws InterruptedException {
        long now = System.nanoTime();
        long beginNanos = now + Math.min(GATHER_MAX.toNanos(), CYCLE.toNanos() - (now - lastTakenNanos));
        while (!isClosed() && entries.size() < Math.min(GATHERED, batchRecordsMax) && beginNanos - now > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, beginNanos - now);
            now = System.nanoTime();
        }
        lastTakenNanos = now;
    }

    private static long bytesOf(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()) + RECORD_OVERHEAD;
    }
}
