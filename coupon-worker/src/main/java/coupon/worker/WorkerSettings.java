package coupon.worker;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param type of the line of people that this worker decides; any other is refused at start */
@ConfigurationProperties("app.queue")
record WorkerSettings(@DefaultValue("kafka") QueueType type) {
    enum QueueType {
        KAFKA
    }
}
