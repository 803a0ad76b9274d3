package coupon.core.queue.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * A Lua script, which Redis runs as one step: nobody sees half of it, and it costs one round trip.
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
                        forgotten -> redis.ask(commands -> commands.eval(text, output, keyArray, values)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RedisScript load(String name, ScriptOutputType output) {
        try (InputStream file = Objects.requireNonNull(RedisScript.class.getResourceAsStream(name + ".lua"), name)) {
            byte[] text = file.readAllBytes();
            String digest =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
            return new RedisScript(new String(text, StandardCharsets.UTF_8), digest, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
