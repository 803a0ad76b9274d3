package coupon.api.ops;

import coupon.api.background.PeriodicTask;
import coupon.core.store.r2dbc.R2dbcOperatorActionLog;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.util.DigestUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The operations page. */
@Configuration(proxyBeanMethods = false)
@Import({
    R2dbcOperatorActionLog.class,
    OperatorActionFilter.class,
    DecisionMeter.class,
    QueueView.class,
    OpsSampler.class,
    OpsStream.class,
    Rehearsals.class,
    Audits.class
})
class OpsConfiguration {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Duration SAMPLING_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LISTS_INTERVAL = Duration.ofSeconds(5);

    /** The page's files, held in memory. The policy lets nothing run or load that is not one of them. */
    @Bean
    RouterFunction<ServerResponse> opsPage() throws IOException {
        RouterFunctions.Builder routes = RouterFunctions.route();
        routes.GET(
                "/ops",
                request -> ServerResponse.permanentRedirect(URI.create("ops/")).build());
        add(routes, "", "ops/index.html");
        for (String file :
                List.of("icon.svg", "ops.css", "ops.js", "format.js", "charts.js", "stream.js", "actions.js")) {
            add(routes, file, "ops/" + file);
        }
        add(routes, "uplot.js", UPLOT + "uPlot.iife.min.js");
        add(routes, "uplot.css", UPLOT + "uPlot.min.css");
        return routes.build();
    }

    @Bean
    PeriodicTask samplingOperations(OpsSampler sampler, OpsStream stream) {
        return new PeriodicTask(
                "sampling operations",
                SAMPLING_INTERVAL,
                Mono.empty(),
                Mono.fromRunnable(() -> stream.publish(sampler.sample())));
    }

    @Bean
    PeriodicTask readingOperationsLists(OpsSampler sampler) {
        return new PeriodicTask(
                "reading dead letters and actions", LISTS_INTERVAL, Mono.empty(), Mono.defer(sampler::readLists));
    }

    private static void add(RouterFunctions.Builder routes, String name, String file) throws IOException {
        var resource = new ClassPathResource(file);
        byte[] content = resource.getContentAsByteArray();
        MediaType type = MediaTypeFactory.getMediaType(resource).orElseThrow();
        String tag = '"' + DigestUtils.md5DigestAsHex(content) + '"';
        routes.GET(
                "/ops/" + name,
                request -> request.checkNotModified(tag)
                        .switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
                                .contentType(new MediaType(type, StandardCharsets.UTF_8))
                                .cacheControl(CacheControl.noCache())
                                .header("Content-Security-Policy", POLICY)
                                .eTag(tag)
                                .bodyValue(content))));
    }
}
