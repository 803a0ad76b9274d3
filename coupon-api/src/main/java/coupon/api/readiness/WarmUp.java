package coupon.api.readiness;

import coupon.api.background.PeriodicTask;
import coupon.core.queue.CouponIssueQueueService;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Waits for what this instance depends on and pays for its cold start. The application is declared ready when this has
 * returned, however long it takes.
 */
public final class WarmUp implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final List<PeriodicTask> dependencies;
    private final CouponIssueQueueService queue;
    private final LoopbackRequests requests;

    public WarmUp(List<PeriodicTask> dependencies, CouponIssueQueueService queue, LoopbackRequests requests) {
        this.dependencies = dependencies;
        this.queue = queue;
        this.requests = requests;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Flux.fromIterable(dependencies)
                .flatMap(PeriodicTask::firstSuccess)
                .then(Mono.defer(queue::warmUp).retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY)))
                .block();
        requests.send();
        log.info("warmed up and ready");
    }
}
