package coupon.worker.consumer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records of one partition that were polled and are not yet being decided, bounded by number and by bytes: one thread
 * puts and stops fetching when it is full, another takes batches.
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
    private long bytes;
    private long lastTakenNanos = System.nanoTime() - CYCLE.toNanos();
    private boolean closed;

    Inbox(int batchRecordsMax) {
        this.batchRecordsMax = batchRecordsMax;
    }

    /** Decodes on the calling thread: while the batch before is being decided. */
    void put(List<ConsumerRecord<byte[], byte[]>> polled) {
        List<DecodedBatch.Entry> decoded =
                polled.stream().map(DecodedBatch.Entry::of).toList();
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
        while (entries.isEmpty() && !closed) {
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

    /** What it holds is dropped: it will be polled again. */
    synchronized void close() {
        closed = true;
        entries.clear();
        bytes = 0;
        notifyAll();
    }

    private void gather() throws InterruptedException {
        long now = System.nanoTime();
        long beginNanos = now + Math.min(GATHER_MAX.toNanos(), CYCLE.toNanos() - (now - lastTakenNanos));
        while (!closed && entries.size() < Math.min(GATHERED, batchRecordsMax) && beginNanos - now > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, beginNanos - now);
            now = System.nanoTime();
        }
        lastTakenNanos = now;
    }

    private static long bytesOf(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()) + RECORD_OVERHEAD;
    }
}
