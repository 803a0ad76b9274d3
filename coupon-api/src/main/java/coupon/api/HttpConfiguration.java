package coupon.api;

import coupon.api.connection.GuardedConnections;
import coupon.api.docs.ApiDocument;
import coupon.api.docs.OffTheEventLoop;
import coupon.api.http.ParameterConverters;
import coupon.api.http.SecurityHeaders;
import coupon.api.http.StrictJson;
import coupon.api.problem.ProblemAnswer;
import coupon.api.problem.ProblemExceptionHandler;
import coupon.api.security.RejectedRequests;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** How HTTP is read and answered, whatever is asked for. */
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

    @Bean
    GuardedConnections guardedConnections(CouponApiSettings settings, JsonMapper json) {
        return new GuardedConnections(settings.http().requestReadMax(), json);
    }

    @Bean
    ProblemAnswer problemAnswer(JsonMapper json) {
        return new ProblemAnswer(json);
    }

    @Bean
    ProblemExceptionHandler problemExceptionHandler(ProblemAnswer answer) {
        return new ProblemExceptionHandler(answer);
    }

    @Bean
    ApiDocument apiDocument() {
        return new ApiDocument();
    }

    @Bean
    OffTheEventLoop offTheEventLoop() {
        return new OffTheEventLoop();
    }

    @Bean
    RejectedRequests rejectedRequests(ProblemAnswer answer) {
        return new RejectedRequests(answer);
    }
}
