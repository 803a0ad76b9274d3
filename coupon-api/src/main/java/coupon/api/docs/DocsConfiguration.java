package coupon.api.docs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the API is described. */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration {
    @Bean
    ApiDocument apiDocument() {
        return new ApiDocument();
    }

    @Bean
    OffTheEventLoop offTheEventLoop() {
        return new OffTheEventLoop();
    }
}
