package coupon.core.queue.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import reactor.core.publisher.Mono;

/**
 * A Lua script, preceded by {@code common.lua}. Redis runs it atomically, and it costs one round trip.
 *
 * @param digest by which Redis knows it once it was sent
 */
record RedisScript(String text, String digest, ScriptOutputType output) {
    static final RedisScript ADD = load("add", ScriptOutputType.INTEGER);
    static final RedisScript ACKNOWLEDGE = load("acknowledge", ScriptOutputType.INTEGER);
    static final RedisScript SET_ASIDE = load("set-aside", ScriptOutputType.INTEGER);
    static final RedisScript PUBLISH = load("publish", ScriptOutputType.INTEGER);
    static final RedisScript STATE = load("state", ScriptOutputType.MULTI);

    <T> Mono<T> run(RedisConnection redis, List<String> keys, byte[]... values) {
        String[] keyArray = keys.toArray(String[]::new);
        return redis.<T>ask(commands -> commands.evalsha(digest, output, keyArray, values))
                .onErrorResume(
                        RedisNoScriptException.class,
                        unknown -> redis.ask(commands -> commands.eval(text, output, keyArray, values)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RedisScript load(String name, ScriptOutputType output) {
        String text = read("common.lua") + read(name + ".lua");
        return new RedisScript(text, Base16.digest(bytes(text)), output);
    }

    private static String read(String name) {
        try {
            return new ClassPathResource(name, RedisScript.class).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
