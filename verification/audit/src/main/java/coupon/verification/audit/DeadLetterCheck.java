package coupon.verification.audit;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** Checks that every acknowledged record that cannot be decoded, of whatever coupon, is a dead letter. */
final class DeadLetterCheck {
    private final String topic;
    private final Map<Integer, LongOpenHashSet> deadLetters = new HashMap<>();

    DeadLetterCheck(String topic) {
        this.topic = topic;
    }

    void accept(ConsumerRecord<byte[], byte[]> deadLetter) {
        Header from = deadLetter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC);
        Header partition = deadLetter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_PARTITION);
        Header offset = deadLetter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_OFFSET);
        if (has(from, topic.length())
                && has(partition, Integer.BYTES)
                && has(offset, Long.BYTES)
                && new String(from.value(), StandardCharsets.UTF_8).equals(topic)) {
            deadLetters
                    .computeIfAbsent(ByteBuffer.wrap(partition.value()).getInt(), none -> new LongOpenHashSet())
                    .add(ByteBuffer.wrap(offset.value()).getLong());
        }
    }

    void findMissing(SortedMap<Integer, LongArrayList> unreadable, PartitionOffsets offsets, Findings findings) {
        unreadable.forEach((partition, undecodable) -> {
            LongOpenHashSet found = deadLetters.getOrDefault(partition, new LongOpenHashSet());
            for (int i = 0; i < undecodable.size(); i++) {
                long offset = undecodable.getLong(i);
                if (offsets.isAcknowledged(partition, offset) && !found.contains(offset)) {
                    findings.violation(
                            Kind.NO_DEAD_LETTER,
                            partition,
                            offset,
                            null,
                            "nothing",
                            "a dead letter: it cannot be decoded");
                }
            }
        });
    }

    private static boolean has(@Nullable Header header, int bytes) {
        return header != null && header.value() != null && header.value().length >= bytes;
    }
}
