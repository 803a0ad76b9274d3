package coupon.worker.consumer;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.store.CouponIssueStore.Known;
import coupon.core.store.StoreLockedException;
import coupon.core.store.memory.InMemoryCouponIssueStore;
import coupon.core.testing.Fixtures;
import coupon.worker.deadletter.DeadLetters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Deciders on a store in memory, whose database, results topic and dead-letter topic fail and wait as a test says. */
class DecidersFixture implements AutoCloseable {
    static final TopicPartition PARTITION = new TopicPartition("events", 0);
    static final long STOCK = 10;

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    final InMemoryCouponIssueStore store = new InMemoryCouponIssueStore();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BatchWatchdog watchdog = new BatchWatchdog(Duration.ofMinutes(5), () -> {});
    final BatchRetries retries = new BatchRetries(registry, watchdog);
    final List<Throwable> broken = new CopyOnWriteArrayList<>();

    /** Each publication: the offsets of its results. */
    final List<Published> publications = new CopyOnWriteArrayList<>();

    final MockProducer<byte[], byte[]> deadLetters =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void close(Duration timeout) {
                    // The template closes what a factory gives it, after each record.
                }
            };
    volatile boolean databaseFails;
    volatile boolean publishingWaits;

    /** Held by another transaction; 0 for none. */
    volatile long lockedCoupon;

    final AtomicInteger lockedAttempts = new AtomicInteger();
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    record Published(List<Long> offsets, Sinks.Empty<Void> acknowledgement) {
        void acknowledge() {
            acknowledgement.tryEmitEmpty();
        }

        void fail() {
            acknowledgement.tryEmitError(new IllegalStateException("no results topic"));
        }
    }

    DecidersFixture() {
        store.put(Fixtures.aCoupon().withStock(STOCK).build());
        store.put(Fixtures.aCoupon().withId(2).withStock(STOCK).build());
    }

    PartitionDecider.Parts parts() {
        ProducerFactory<byte[], byte[]> producers = () -> deadLetters;
        return new PartitionDecider.Parts(
                new CouponIssueProcessor(this::decideAndStore, Clock.systemUTC()),
                publisher(),
                new DeadLetters(new KafkaTemplate<>(producers), "dlt", "group", registry),
                new BatchMetrics(registry, Clock.systemUTC()),
                retries,
                new RecordObservations(ObservationRegistry.NOOP, "group"),
                100,
                broken::add);
    }

    /** One record for each offset, each of another user. */
    List<ConsumerRecord<byte[], byte[]>> requests(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(this::request).toList();
    }

    ConsumerRecord<byte[], byte[]> request(long offset) {
        return request(offset, 1);
    }

    ConsumerRecord<byte[], byte[]> request(long offset, long couponId) {
        var event = new CouponIssueEvent(new UUID(0, offset), offset + 1, couponId, Instant.now());
        return record(offset, codec.encode(event), event.partitionKey());
    }

    ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return record(offset, value, "coupon-1");
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value, String key) {
        return new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, key.getBytes(StandardCharsets.UTF_8), value);
    }

    Published awaitPublication(int number) {
        await().until(() -> publications.size() >= number);
        return publications.get(number - 1);
    }

    @Override
    public void close() {
        watchdog.close();
    }

    private CouponIssueResultPublisher publisher() {
        return results -> {
            var publication = new Published(
                    results.stream().map(result -> result.position().offset()).toList(), Sinks.empty());
            publications.add(publication);
            if (!publishingWaits) {
                publication.acknowledge();
            }
            return publication.acknowledgement().asMono();
        };
    }

    private Mono<List<CouponIssueResult>> decideAndStore(
            List<CouponIssueRequest> batch, boolean wait, Function<Known, List<CouponIssueResult>> rule) {
        return Mono.defer(() -> {
            if (databaseFails) {
                return Mono.error(new IllegalStateException("no database"));
            }
            long locked = lockedCoupon;
            if (batch.stream().anyMatch(request -> request.event().couponId() == locked)) {
                lockedAttempts.incrementAndGet();
                return Mono.error(new StoreLockedException("locked", new IllegalStateException("lock wait")));
            }
            synchronized (store) { // as the lock of the coupon does
                return Mono.justOrEmpty(store.decideAndStore(batch, wait, rule).block());
            }
        });
    }
}
