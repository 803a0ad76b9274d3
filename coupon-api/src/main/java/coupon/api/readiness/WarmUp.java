package coupon.api.readiness;

import coupon.api.background.PeriodicTask;
import coupon.api.result.RequestTicket;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;

/**
 * Waits for what this instance depends on and pays for its cold start. The application is declared ready when this has
 * returned, however long it takes.
 */
@Component
final class WarmUp implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final int REQUESTS = 800;
    private static final int REQUESTS_AT_ONCE = 8;
    private static final Duration WARMING_MAX = Duration.ofSeconds(3);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final String NO_COUPON = "/api/coupons/" + Long.MAX_VALUE;
    /** With a position at the far end of a partition. */
    private static final String NO_REQUEST = NO_COUPON + "/requests/00000000-0000-7000-8000-000000000000?ticket="
            + new RequestTicket(new QueuePosition(0, Long.MAX_VALUE), 1, Instant.EPOCH).encode();

    private final Flux<PeriodicTask> dependencies;
    private final CouponIssueQueueService queue;
    private final Environment environment;

    WarmUp(
            PeriodicTask readingCoupons,
            PeriodicTask watchingQueue,
            PeriodicTask followingResults,
            CouponIssueQueueService queue,
            Environment environment) {
        this.dependencies = Flux.just(readingCoupons, watchingQueue, followingResults);
        this.queue = queue;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        dependencies
                .flatMap(PeriodicTask::firstSuccess)
                .then(Mono.defer(queue::warmUp).retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY)))
                .block();
        sendRequests();
        log.info("warmed up and ready");
    }

    /**
     * Requests of this instance to itself, through the whole stack, for a coupon that does not exist. Being warm is no
     * condition for being right: if this fails it is logged, and that is all.
     */
    private void sendRequests() {
        HttpClient client = HttpClient.create()
                .baseUrl("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"))
                .responseTimeout(ANSWER_MAX);
        long begunNanos = System.nanoTime();
        Flux.range(0, REQUESTS)
                .takeWhile(number -> System.nanoTime() - begunNanos < WARMING_MAX.toNanos())
                .flatMap(number -> request(client, number).responseContent().aggregate(), REQUESTS_AT_ONCE)
                .doOnError(failure ->
                        log.warn("the first requests may be slow, warming up failed: {}", failure.toString()))
                .onErrorComplete()
                .blockLast();
    }

    /** Each that asks for the coupon is of another user, or most of them would exceed the rate of one. */
    private static HttpClient.ResponseReceiver<?> request(HttpClient client, int number) {
        return switch (number % 4) {
            case 0 -> client.get().uri("/api/coupons");
            case 1 -> client.get().uri(NO_COUPON);
            case 2 -> client.get().uri(NO_REQUEST);
            default ->
                client.headers(headers -> headers.set("Prefer", "wait=1"))
                        .post()
                        .uri(NO_COUPON + "/issue?userId=" + (Long.MAX_VALUE - number));
        };
    }
}
