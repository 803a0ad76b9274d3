package coupon.api.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Serves {@code openapi.yaml} as JSON. It is read when it is asked for first. */
@RestController
final class ApiDocument {
    private static final String RESOURCE = "openapi.yaml";
    private static final String SERVERS = "servers";

    private final Mono<Map<String, Object>> document = Mono.fromCallable(ApiDocument::read)
            .subscribeOn(Schedulers.boundedElastic())
            .cache();

    /** Behind a base path or a gateway's prefix the calls are under that. */
    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Map<String, Object>> get(ServerHttpRequest request) {
        String base = request.getPath().contextPath().value();
        return base.isEmpty()
                ? document
                : document.map(it -> {
                    Map<String, Object> moved = new LinkedHashMap<>(it);
                    moved.put(SERVERS, List.of(Map.of("url", base)));
                    return moved;
                });
    }

    private static Map<String, Object> read() throws IOException {
        try (InputStream yaml = new ClassPathResource(RESOURCE).getInputStream()) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        }
    }
}
