package coupon.core.queue.redis;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this Redis does with what it has acknowledged. A queue needs one that keeps it; not every Redis does. */
public final class RedisDurability {
    private static final Logger log = LoggerFactory.getLogger(RedisDurability.class);

    private final RedisConnection redis;

    public RedisDurability(RedisConnection redis) {
        this.redis = redis;
    }

    /** Asks, and warns of what threatens accepted requests. Blocks; fails if Redis does not answer. */
    public void tell() {
        String info = redis.ask(commands -> commands.info()).block();
        if (info == null) {
            return;
        }
        if (has(info, "aof_enabled:0")) {
            log.warn("this Redis keeps no append-only file: accepted requests are lost when it ends");
        }
        if (!has(info, "maxmemory_policy:noeviction") && !has(info, "maxmemory:0")) {
            log.warn("this Redis evicts keys when its memory is full: accepted requests may be among them");
        }
    }

    private static boolean has(String info, String line) {
        return Arrays.asList(info.split("\r\n")).contains(line);
    }
}
