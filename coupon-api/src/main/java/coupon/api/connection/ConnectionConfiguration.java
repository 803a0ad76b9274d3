package coupon.api.connection;

import coupon.api.CouponApiSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The limits of every connection. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {
    @Bean
    GuardedConnections guardedConnections(CouponApiSettings settings, JsonMapper json) {
        return new GuardedConnections(settings.http().requestReadMax(), json);
    }
}
