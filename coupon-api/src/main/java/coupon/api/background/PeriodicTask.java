package coupon.api.background;

import coupon.core.incident.Incident;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A task that runs again and again while the application does, whatever happens.
 *
 * <p>Runs never overlap and are never cancelled: a slow one makes the next one later. It is logged when failing begins
 * and when it ends.
 */
public final class PeriodicTask implements SmartLifecycle {
    private final Incident incident;
    private final Duration pause;
    private final Mono<Void> preparation;
    private final Mono<Void> task;
    private final Sinks.Empty<Void> succeededOnce = Sinks.empty();

    private volatile boolean running;
    private volatile boolean prepared;

    /**
     * @param name what is done, for the log: "reading the coupons"
     * @param pause from the end of a run to the next
     * @param preparation done before the first run, until it has succeeded once
     */
    public PeriodicTask(String name, Duration pause, Mono<Void> preparation, Mono<Void> task) {
        this.incident = Incident.fromStart(name);
        this.pause = pause;
        this.preparation = preparation;
        this.task = task;
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
                .doOnSuccess(done -> {
                    incident.over();
                    succeededOnce.tryEmitEmpty();
                })
                .doOnError(incident::attemptFailed)
                .onErrorComplete();
    }
}
