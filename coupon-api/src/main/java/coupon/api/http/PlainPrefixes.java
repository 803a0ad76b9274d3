package coupon.api.http;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * In place of Spring Boot's: trusts what a gateway forwards, but a prefix only if it is a plain path: one such as {@code //elsewhere.example} would
 * make every {@code Location} lead to another server, should the gateway pass on what a client has sent.
 */
@Component(WebHttpHandlerBuilder.FORWARDED_HEADER_TRANSFORMER_BEAN_NAME)
@ConditionalOnProperty(name = "server.forward-headers-strategy", havingValue = "framework")
final class PlainPrefixes extends ForwardedHeaderTransformer {
    private static final String PREFIX = "X-Forwarded-Prefix";
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

    @Override
    public ServerHttpRequest apply(ServerHttpRequest request) {
        List<String> prefixes = request.getHeaders().getOrEmpty(PREFIX);
        boolean plain = prefixes.isEmpty()
                || (prefixes.size() == 1 && PLAIN.matcher(prefixes.get(0)).matches());
        return super.apply(
                plain
                        ? request
                        : request.mutate()
                                .headers(headers -> headers.remove(PREFIX))
                                .build());
    }
}
