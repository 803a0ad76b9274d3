package coupon.api.docs;

import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The page that shows the API's description, for developers only. */
@Configuration(proxyBeanMethods = false)
@Profile("local | dev")
class DocsConfiguration implements WebFluxConfigurer {
    private static final String OWN_FILES = "classpath:/swagger-ui/";
    /** Of the version that the build names. */
    private static final String LIBRARY_FILES = "classpath:/META-INF/resources/webjars/swagger-ui/5.32.2/";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/swagger-ui/**").addResourceLocations(OWN_FILES, LIBRARY_FILES);
    }

    @Bean
    RouterFunction<ServerResponse> swaggerUiPage() {
        return RouterFunctions.route()
                .GET(
                        "/swagger-ui.html",
                        request -> ServerResponse.status(HttpStatus.FOUND)
                                .location(URI.create(
                                        request.requestPath().contextPath().value() + "/swagger-ui/index.html"))
                                .build())
                .build();
    }
}
