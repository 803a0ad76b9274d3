package coupon.core.queue.redis;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the queue is kept, by its settings {@code app.queue.redis.*}. All keys share a hash tag, so that a cluster keeps
 * them together.
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

    /** The same with names that nobody reads, for whoever warms up. */
    public RedisKeys forWarmUp() {
        return new RedisKeys(name + "-warm-up", 1);
    }

    /** A stream: whoever waits to be decided, by sequence number. */
    public String line() {
        return key("line");
    }

    /** A number: the last place in line that was given. */
    String sequence() {
        return key("sequence");
    }

    /** A hash: the place of each event that waits, by its id. */
    String places() {
        return key("places");
    }

    /** A hash: how many wait, by coupon. */
    String sizes() {
        return key("sizes");
    }

    /** A stream: what was decided. */
    public String results() {
        return key("results");
    }

    /** A stream: what could not be decided. */
    String deadLetters() {
        return key("dead-letters");
    }

    /** A number: the last place among the dead letters that was given. */
    String deadLetterSequence() {
        return key("dead-letter-sequence");
    }

    private String key(String part) {
        return "{" + name + "}:" + part;
    }
}
