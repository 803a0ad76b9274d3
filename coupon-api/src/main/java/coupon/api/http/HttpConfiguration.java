package coupon.api.http;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How HTTP is read and answered, for every call. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    @Bean
    ParameterConverters parameterConverters() {
        return new ParameterConverters();
    }

    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }

    @Bean
    SecurityHeaders securityHeaders() {
        return new SecurityHeaders();
    }
}
