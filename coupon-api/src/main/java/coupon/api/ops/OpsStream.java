package coupon.api.ops;

import coupon.api.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The samples as server-sent events for any number of viewers, each sample encoded once: ten minutes of history first,
 * then what has changed each second. Viewers get a sample one after another, spread over {@link #SPREAD}, so that a
 * hundred of them delay no request. A viewer that does not keep up misses samples, and no other is affected; every tenth
 * sample is whole, so that what was missed is made good.
 */
final class OpsStream {
    private static final int VIEWERS_MAX = 200;
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);
    private static final int HISTORY_SECONDS = 600;
    private static final int WHOLE_EVERY = 10;
    private static final Duration SPREAD = Duration.ofMillis(800);
    private static final int TURNS = 100;
    /** Has no divisor in common with the turns, so that neighbours are far apart, however many viewers there are. */
    private static final int NEXT_TURN = 61;

    private static final byte[] HEARTBEAT = event("heartbeat", "");

    private final JsonMapper json;
    private final Sinks.Many<byte[]> samples = Sinks.many().multicast().directBestEffort();
    private final Deque<ObjectNode> history = new ArrayDeque<>();
    private final AtomicInteger viewers = new AtomicInteger();
    private final Sinks.Empty<Void> stopped = Sinks.empty();
    /** Empty before the first. */
    private ObjectNode last;

    private long published;

    OpsStream(JsonMapper json) {
        this.json = json;
        this.last = json.createObjectNode();
    }

    /** To be called by one thread, once a second. */
    synchronized void publish(OpsSample sample) {
        ObjectNode now = json.valueToTree(sample);
        history.addLast(now.deepCopy().retain("time", "rates", "latency"));
        while (history.size() > HISTORY_SECONDS) {
            history.removeFirst();
        }
        if (viewers.get() > 0) {
            samples.tryEmitNext(event("sample", published % WHOLE_EVERY == 0 ? now : changed(last, now)));
        }
        last = now;
        published++;
    }

    /** @param role {@code admin}, who may act, or {@code viewer} */
    Flux<byte[]> open(String role) {
        int number = viewers.incrementAndGet();
        if (number > VIEWERS_MAX) {
            viewers.decrementAndGet();
            throw Problems.exception(
                    HttpStatus.SERVICE_UNAVAILABLE, "Too many viewers are connected to this instance.");
        }
        Duration turn = SPREAD.multipliedBy(number * NEXT_TURN % TURNS).dividedBy(TURNS);
        return Flux.merge(
                        Flux.defer(() -> Flux.concat(
                                snapshot(role),
                                samples.asFlux()
                                        .concatMap(sample -> Mono.delay(turn).thenReturn(sample), 1))),
                        Flux.interval(HEARTBEAT_INTERVAL).onBackpressureDrop().map(beat -> HEARTBEAT))
                .takeUntilOther(stopped.asMono())
                .doFinally(end -> viewers.decrementAndGet());
    }

    /**
     * Ends all streams before the web server is stopped, so that it need not wait for them; the pages come back by
     * themselves.
     */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopped.tryEmitEmpty();
    }

    private synchronized Flux<byte[]> snapshot(String role) {
        if (last.isEmpty()) {
            return Flux.empty();
        }
        ObjectNode snapshot = json.createObjectNode();
        snapshot.set("history", json.createArrayNode().addAll(history));
        snapshot.set("sample", last);
        snapshot.put("role", role);
        return Flux.just(event("snapshot", snapshot));
    }

    private static ObjectNode changed(ObjectNode before, ObjectNode now) {
        ObjectNode changed = now.objectNode();
        now.forEachEntry((field, value) -> {
            if (!value.equals(before.get(field))) {
                changed.set(field, value);
            }
        });
        return changed;
    }

    private static byte[] event(String name, Object data) {
        return ("event:" + name + "\ndata:" + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
