package coupon.api.admin;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What operators do. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    WinnerRows winnerRows(JsonMapper json) {
        return new WinnerRows(json);
    }
}
