package coupon.api.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** How problems are rendered. */
@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {
    @Bean
    ProblemAnswer problemAnswer(JsonMapper json) {
        return new ProblemAnswer(json);
    }

    @Bean
    ProblemExceptionHandler problemExceptionHandler(ProblemAnswer answer) {
        return new ProblemExceptionHandler(answer);
    }
}
