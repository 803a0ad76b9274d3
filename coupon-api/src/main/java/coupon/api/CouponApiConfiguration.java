package coupon.api;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all parts of the API share; each part is put together in a class of its own beside this one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CouponApiSettings.class)
class CouponApiConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
