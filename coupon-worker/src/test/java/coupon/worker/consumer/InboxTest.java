package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox(100, 0, new OffsetAndMetadata(0));

    @Test
    void batches_are_taken_in_offset_order_and_no_larger_than_they_may_be() throws Exception {
        inbox.put(records(0, 150, 10));

        assertThat(take()).hasSize(100).extracting(ConsumerRecord::offset).startsWith(0L, 1L);
        assertThat(take()).hasSize(50).extracting(ConsumerRecord::offset).startsWith(100L);
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void it_is_full_with_two_batches() throws Exception {
        inbox.put(records(0, 199, 10));
        assertThat(inbox.isFull()).isFalse();

        inbox.put(records(199, 1, 10));
        assertThat(inbox.isFull()).isTrue();

        inbox.take();
        assertThat(inbox.isFull()).isFalse();
    }

    @Test
    void it_is_full_with_a_few_large_records() {
        inbox.put(records(0, 2, 900_000));
        assertThat(inbox.isFull()).isFalse();

        inbox.put(records(2, 1, 900_000));
        assertThat(inbox.isFull()).isTrue();
    }

    @Test
    void what_comes_soon_after_a_small_batch_is_gathered() throws Exception {
        long cycleBegan = System.nanoTime();
        inbox.put(records(0, 1, 10));
        assertThat(take()).hasSize(1);

        Thread later = new Thread(() -> inbox.put(records(2, 1, 10)));
        inbox.put(records(1, 1, 10));
        later.start();
        long began = System.nanoTime();
        List<ConsumerRecord<byte[], byte[]>> batch = take();
        long ended = System.nanoTime();
        later.join();

        // If this thread was held up after the first batch, the rest of the cycle is all that the second may wait.
        assertThat(batch.size() == 2
                        || ended - began >= Inbox.GATHER_MAX.toNanos()
                        || ended - cycleBegan >= Inbox.CYCLE.toNanos())
                .as("gathered, or waited as long as it may")
                .isTrue();
    }

    @Test
    void a_closed_inbox_has_no_batch() throws Exception {
        inbox.put(records(0, 3, 10));
        inbox.close();

        assertThat(take()).isEmpty();
    }

    private List<ConsumerRecord<byte[], byte[]>> take() throws InterruptedException {
        return inbox.take().entries().stream().map(DecodedBatch.Entry::record).toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(int first, int count, int bytes) {
        return IntStream.range(first, first + count)
                .mapToObj(offset -> new ConsumerRecord<>(
                        "events",
                        0,
                        offset,
                        0L,
                        TimestampType.CREATE_TIME,
                        0,
                        bytes,
                        new byte[0],
                        new byte[0],
                        new RecordHeaders(),
                        Optional.empty()))
                .toList();
    }
}
