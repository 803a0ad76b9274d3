package coupon.api.docs;

import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The page that shows the API's description, for developers only. */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration {
    private static final String DEVELOPMENT = "local | dev";
    private static final String PAGE = "/swagger-ui/**";
    private static final String LIBRARY = "/webjars/swagger-ui/**";
    private static final String OWN = "classpath:/swagger-ui/";
    /** Of the version that the build names. */
    private static final String LIBRARY_FILES = "classpath:/META-INF/resources/webjars/swagger-ui/5.32.2/";

    /** Where the page is not wanted the library would be served all the same, as every library of web resources is. */
    @Bean
    WebFluxConfigurer swaggerUi(Environment environment) {
        boolean wanted = environment.acceptsProfiles(Profiles.of(DEVELOPMENT));
        return new WebFluxConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                if (wanted) {
                    registry.addResourceHandler(PAGE).addResourceLocations(OWN, LIBRARY_FILES);
                } else {
                    registry.addResourceHandler(LIBRARY).addResourceLocations(OWN + "nothing/");
                }
            }
        };
    }

    @Bean
    @Profile(DEVELOPMENT)
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
