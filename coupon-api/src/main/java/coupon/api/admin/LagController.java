package coupon.api.admin;

import coupon.core.queue.CouponIssueLag;
import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The consumer group's lag. */
@RestController
final class LagController {
    private final CouponIssueLag lag;

    LagController(CouponIssueLag lag) {
        this.lag = lag;
    }

    @GetMapping(path = "/api/admin/lag", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<LagView> get() {
        return lag.lag().map(LagView::of);
    }

    /** The lag as operators see it. */
    record LagView(String group, String topic, long totalLag, List<PartitionLag> partitions) {
        static LagView of(GroupLag lag) {
            return new LagView(lag.group(), lag.topic(), lag.totalLag(), lag.partitions());
        }
    }
}
