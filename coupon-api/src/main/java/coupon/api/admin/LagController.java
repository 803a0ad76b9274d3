package coupon.api.admin;

import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The consumer group's lag. */
@RestController
final class LagController {
    private final QueueMonitor queue;

    LagController(QueueMonitor queue) {
        this.queue = queue;
    }

    @GetMapping(path = "/api/admin/lag", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<LagView> get() {
        return queue.lag().map(LagView::of);
    }

    /** The lag as operators see it. */
    record LagView(String group, String topic, long totalLag, List<PartitionView> partitions) {
        static LagView of(GroupLag lag) {
            return new LagView(
                    lag.group(),
                    lag.topic(),
                    lag.totalLag(),
                    lag.partitions().stream().map(PartitionView::of).toList());
        }
    }

    record PartitionView(
            int partition,
            @Nullable Long endOffset,
            @Nullable Long committedOffset,
            @Nullable Long lag,
            @Nullable String consumerId,
            @Nullable String host) {
        static PartitionView of(PartitionLag lag) {
            return new PartitionView(
                    lag.partition(), lag.endOffset(), lag.committedOffset(), lag.lag(), lag.consumerId(), lag.host());
        }
    }
}
