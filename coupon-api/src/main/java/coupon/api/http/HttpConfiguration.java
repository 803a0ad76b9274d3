package coupon.api.http;

import coupon.api.CouponApiSettings;
import java.util.Collection;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/** How parameters are read, what every answer says to browsers, and from where the API may be called. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration implements WebFluxConfigurer {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String OWN_SCRIPTS =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    /** Strictly. What Spring would accept is refused: hexadecimal, signs, and all but one of several values. */
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, PositiveId.class, PositiveId::parse);
        // Several values come as a collection, of which Spring would take the first, or join them.
        registry.addConverter(Collection.class, String.class, values -> {
            throw new InvalidParameterException("must be given once");
        });
    }

    /** The headers that keep answers from being stored, sniffed or framed; on every answer, because they are cheap. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter securityHeaders() {
        return (exchange, chain) -> {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("X-Frame-Options", "DENY");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Content-Security-Policy", isSwaggerUi(exchange) ? OWN_SCRIPTS : NOTHING);
            return chain.filter(exchange);
        };
    }

    /** The only page that this part serves; where it is switched off there is nothing to protect. */
    private static boolean isSwaggerUi(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().value().startsWith("/swagger-ui");
    }

    /** For pages of other origins, where a setting names them. Operators' calls are for none of these. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 5)
    CorsWebFilter corsFilter(CouponApiSettings settings) {
        var users = new CorsConfiguration();
        users.setAllowedOrigins(settings.http().corsAllowedOrigins());
        users.setAllowedMethods(List.of("GET", "POST"));
        users.setAllowedHeaders(List.of(
                HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, "Prefer", "Idempotency-Key", "If-None-Match"));
        users.setExposedHeaders(
                List.of(HttpHeaders.LOCATION, HttpHeaders.RETRY_AFTER, HttpHeaders.ETAG, "Preference-Applied"));
        return new CorsWebFilter(exchange -> {
            String path =
                    exchange.getRequest().getPath().pathWithinApplication().value();
            boolean isForUsers = path.startsWith("/api/coupons") || path.startsWith("/api/users/");
            return isForUsers && !settings.http().corsAllowedOrigins().isEmpty() ? users : null;
        });
    }
}
