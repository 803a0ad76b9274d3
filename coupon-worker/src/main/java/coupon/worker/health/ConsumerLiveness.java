package coupon.worker.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ConsumerStoppedEvent;

/** A worker whose consumer has ended by itself will never decide again: it asks to be restarted. */
public final class ConsumerLiveness {
    private static final Logger log = LoggerFactory.getLogger(ConsumerLiveness.class);

    private final ApplicationEventPublisher events;

    public ConsumerLiveness(ApplicationEventPublisher events) {
        this.events = events;
    }

    @EventListener
    public void onConsumerStopped(ConsumerStoppedEvent stopped) {
        if (stopped.getReason() != ConsumerStoppedEvent.Reason.NORMAL) {
            log.error("the consumer has ended by itself ({}): this worker is to be restarted", stopped.getReason());
            AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
        }
    }
}
