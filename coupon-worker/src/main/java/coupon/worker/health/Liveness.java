package coupon.worker.health;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;

/** Receives failures after which this worker will never decide again: it asks to be restarted. */
public final class Liveness implements Consumer<Throwable> {
    private static final Logger log = LoggerFactory.getLogger(Liveness.class);

    private final ApplicationEventPublisher events;
    private boolean broken;

    public Liveness(ApplicationEventPublisher events) {
        this.events = events;
    }

    @Override
    public synchronized void accept(Throwable failure) {
        if (!broken) {
            broken = true;
            log.error("this worker will not decide again and is to be restarted", failure);
            AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
        }
    }
}
