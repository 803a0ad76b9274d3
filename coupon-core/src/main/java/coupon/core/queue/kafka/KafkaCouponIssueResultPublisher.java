package coupon.core.queue.kafka;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.TraceParent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Results as a Kafka topic, keyed like their events, each with the trace of its event if that has one. */
public final class KafkaCouponIssueResultPublisher implements CouponIssueResultPublisher {
    private final KafkaTemplate<String, byte[]> kafka;
    private final CouponTopics topics;
    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();

    public KafkaCouponIssueResultPublisher(KafkaTemplate<String, byte[]> kafka, CouponTopics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    @Override
    public Mono<Void> publish(List<CouponIssueResult> results) {
        return publish(results, Map.of());
    }

    @Override
    public Mono<Void> publish(List<CouponIssueResult> results, Map<UUID, TraceParent> traces) {
        return Mono.create(sink -> {
            var acknowledgements = new Acknowledgements(results.size(), sink);
            kafka.<Boolean>execute(producer -> {
                for (CouponIssueResult result : results) {
                    producer.send(record(result, traces.get(result.eventId())), acknowledgements);
                }
                return true;
            });
        });
    }

    private ProducerRecord<String, byte[]> record(CouponIssueResult result, @Nullable TraceParent trace) {
        var record = new ProducerRecord<>(
                topics.couponIssueResults(), CouponIssueEvent.partitionKey(result.couponId()), codec.encode(result));
        if (trace != null) {
            record.headers().add(TraceParent.HEADER, trace.header());
        }
        return record;
    }

    /** Counts those of one batch. What is not even sent ends the batch at once: it will be published again as a whole. */
    private static final class Acknowledgements implements Callback {
        private final AtomicInteger missing;
        private final MonoSink<Void> sink;

        Acknowledgements(int count, MonoSink<Void> sink) {
            this.missing = new AtomicInteger(count);
            this.sink = sink;
            if (count == 0) {
                sink.success();
            }
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure != null) {
                if (missing.getAndSet(-1) > 0) {
                    sink.error(failure);
                }
            } else if (missing.decrementAndGet() == 0) {
                sink.success();
            }
        }
    }
}
