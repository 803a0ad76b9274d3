package coupon.api.http;

import coupon.api.CouponApiSettings;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;

/** From where the API may be called. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
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
