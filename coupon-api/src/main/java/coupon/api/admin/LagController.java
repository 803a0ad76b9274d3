package coupon.api.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import java.util.List;
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
    record LagView(
            String group,
            String topic,
            long totalLag,
            @JsonIgnoreProperties("oldestAcceptedAt") List<PartitionLag> partitions) {
        static LagView of(GroupLag lag) {
            return new LagView(lag.group(), lag.topic(), lag.totalLag(), lag.partitions());
        }
    }
}
