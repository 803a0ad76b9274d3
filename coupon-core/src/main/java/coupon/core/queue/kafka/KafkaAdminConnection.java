package coupon.core.queue.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Questions to the broker, answered or failed within seconds.
 *
 * <p>Connects at the first question and not before: the name of a broker that is started later may not even resolve yet,
 * and that must fail a question, not the start of the application.
 */
public final class KafkaAdminConnection implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private @Nullable Admin admin;
    private boolean closed;

    public KafkaAdminConnection(Map<String, Object> configured) {
        this.settings = KafkaClientSettings.admin(configured);
    }

    /** Asks off the caller's thread and answers off the connection's. */
    <T> Mono<T> ask(Function<Admin, CompletionStage<T>> question) {
        return Mono.fromCallable(this::admin)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(connected ->
                        Mono.fromFuture(() -> question.apply(connected).toCompletableFuture(), true))
                .publishOn(Schedulers.parallel());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(CLOSE_MAX);
        }
    }

    /**
     * The client itself, not to be closed.
     *
     * @throws org.apache.kafka.common.KafkaException if no address of the broker can be resolved now
     */
    public synchronized Admin admin() {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }
}
