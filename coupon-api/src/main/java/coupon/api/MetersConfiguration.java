package coupon.api;

import coupon.api.background.Recurring;
import coupon.api.queue.LineMeters;
import coupon.api.queue.QueueProgress;
import coupon.api.result.Ledger;
import coupon.api.result.PromiseCheck;
import coupon.core.queue.QueueMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** What is measured beside the requests. */
@Configuration(proxyBeanMethods = false)
class MetersConfiguration {
    private static final Duration LINES_INTERVAL = Duration.ofSeconds(2);
    private static final Duration PROMISES_INTERVAL = Duration.ofSeconds(1);

    @Bean
    LineMeters lineMeters(QueueMonitor queue, MeterRegistry registry, Clock clock) {
        return new LineMeters(queue, registry, clock);
    }

    @Bean
    Recurring measuringLines(LineMeters lines) {
        return new Recurring("measuring the lines", LINES_INTERVAL, Mono.empty(), Mono.defer(lines::measure));
    }

    @Bean
    PromiseCheck promiseCheck(Ledger ledger, QueueProgress progress, MeterRegistry registry, Clock clock) {
        return new PromiseCheck(ledger, progress, registry, clock);
    }

    @Bean
    Recurring checkingPromises(PromiseCheck promises) {
        return new Recurring("checking promises", PROMISES_INTERVAL, Mono.empty(), Mono.defer(promises::look));
    }
}
