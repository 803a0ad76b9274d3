package coupon.bench.report;

import coupon.local.StackSettings.QueueType;
import java.util.Map;

/** What is compared: a queue, how it is tuned, and who reads it. */
public enum Mode {
    /** What it was before: one request a second. */
    REDIS_SHIPPED("Redis as shipped", QueueType.redis, 1, poll("1s", 1)),
    /** The same with all that a poll can take: the fair opponent. */
    REDIS_TUNED("Redis tuned", QueueType.redis, 1, poll("10ms", 5_000)),
    KAFKA_1("Kafka, 1 worker", QueueType.kafka, 1, Map.of()),
    KAFKA_3("Kafka, 3 workers", QueueType.kafka, 3, Map.of());

    private static final String INTERVAL = "APP_QUEUE_REDIS_POLLINTERVAL";
    private static final String BATCH = "APP_QUEUE_REDIS_BATCHSIZE";

    private final String title;
    private final QueueType queue;
    private final int workers;
    private final Map<String, String> workerEnvironment;

    Mode(String title, QueueType queue, int workers, Map<String, String> workerEnvironment) {
        this.title = title;
        this.queue = queue;
        this.workers = workers;
        this.workerEnvironment = workerEnvironment;
    }

    /** For the reader of a report. */
    public String title() {
        return title;
    }

    public QueueType queue() {
        return queue;
    }

    public int workers() {
        return workers;
    }

    /** What its workers' settings differ in from the defaults, as environment variables. */
    public Map<String, String> workerEnvironment() {
        return workerEnvironment;
    }

    /** How the queue is read, for the reader of a report. */
    public Map<String, String> settings() {
        return queue == QueueType.redis
                ? Map.of(
                        "app.queue.redis.poll-interval", workerEnvironment.getOrDefault(INTERVAL, ""),
                        "app.queue.redis.batch-size", workerEnvironment.getOrDefault(BATCH, ""),
                        "workers", "" + workers)
                : Map.of("partitions", "3", "settings", "as shipped", "workers", "" + workers);
    }

    private static Map<String, String> poll(String interval, int batch) {
        return Map.of(INTERVAL, interval, BATCH, Integer.toString(batch));
    }
}
