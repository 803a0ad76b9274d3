package coupon.api.background;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A task that runs again and again while the application does, whatever happens.
 *
 * <p>Runs never overlap and are never cancelled: a slow one makes the next one later. It is logged when failing begins
 * and when it ends.
 */
public final class PeriodicTask implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final Duration pause;
    private final Mono<Void> preparation;
    private final Mono<Void> task;
    private final Sinks.Empty<Void> succeededOnce = Sinks.empty();

    private volatile boolean running;
    private volatile boolean prepared;
    private volatile @Nullable Throwable failure;

    /**
     * @param name what is done, for the log: "reading the coupons"
     * @param pause from the end of a run to the next
     * @param preparation done before the first run, until it has succeeded once
     */
    public PeriodicTask(String name, Duration pause, Mono<Void> preparation, Mono<Void> task) {
        this.name = name;
        this.pause = pause;
        this.preparation = preparation;
        this.task = task;
    }

    /** Why the last run failed; empty if it succeeded, or there was none yet. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Completes with the first run that succeeds. */
    public Mono<Void> firstSuccess() {
        return succeededOnce.asMono();
    }

    @Override
    public void start() {
        running = true;
        Mono.defer(this::run).then(Mono.delay(pause)).repeat(() -> running).subscribe();
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins before the web server does, and ends after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    private Mono<Void> run() {
        return (prepared ? Mono.<Void>empty() : preparation.doOnSuccess(done -> prepared = true))
                .then(Mono.defer(() -> task))
                .doOnSuccess(done -> succeeded())
                .onErrorResume(thrown -> {
                    failed(thrown);
                    return Mono.empty();
                });
    }

    private void succeeded() {
        if (failure != null) {
            log.info("{} works again", name);
        }
        failure = null;
        succeededOnce.tryEmitEmpty();
    }

    private void failed(Throwable thrown) {
        if (failure == null) {
            log.warn(
                    "{} fails, and is tried again until it works: {}",
                    name,
                    NestedExceptionUtils.getMostSpecificCause(thrown).toString());
        }
        failure = thrown;
    }
}
