package coupon.core.queue.redis;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys of the queue, by its settings {@code app.queue.redis.*}. All share a hash tag, so that a cluster keeps them on
 * one node.
 *
 * @param name of the queue, with which all its keys begin
 * @param resultsMax how many results are kept at least, for readers that fall behind
 */
@ConfigurationProperties("app.queue.redis")
public record RedisKeys(
        @DefaultValue("coupon-issue") String name,
        @DefaultValue("100000") int resultsMax) {
    public RedisKeys {
        if (name.isBlank() || resultsMax < 1) {
            throw new IllegalArgumentException("app.queue.redis needs a name, and results-max of 1 or more");
        }
    }

    /** The same with keys that nobody reads, for a warm-up. */
    public RedisKeys forWarmUp() {
        return new RedisKeys(name + "-warm-up", 1);
    }

    /** A stream: the requests that are not yet acknowledged, by sequence number. */
    public String queue() {
        return key("line");
    }

    /** A hash: the number of queued requests, by coupon. */
    String sizes() {
        return key("sizes");
    }

    /** A stream: the results. */
    public String results() {
        return key("results");
    }

    /** A stream: the dead letters, by sequence number. */
    String deadLetters() {
        return key("dead-letters");
    }

    /**
     * All that a script needs which changes the queue, in the order of {@code common.lua}: also the last sequence number
     * that was given to a request, that of each queued event by its id, and the last that was given to a dead letter.
     */
    List<String> ofQueue() {
        return List.of(queue(), key("sequence"), key("places"), sizes(), deadLetters(), key("dead-letter-sequence"));
    }

    private String key(String part) {
        return "{" + name + "}:" + part;
    }
}
