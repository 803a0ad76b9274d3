package coupon.api.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The page's files, held in memory. The policy lets nothing run or load that is not one of them. */
final class OpsPage {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final MediaType SCRIPT = MediaType.valueOf("text/javascript;charset=UTF-8");
    private static final MediaType STYLE = MediaType.valueOf("text/css;charset=UTF-8");

    private final Map<String, File> files = new LinkedHashMap<>();

    OpsPage() {
        add("", "ops/index.html", MediaType.valueOf("text/html;charset=UTF-8"));
        add("icon.svg", "ops/icon.svg", MediaType.valueOf("image/svg+xml"));
        add("ops.css", "ops/ops.css", STYLE);
        for (String module : new String[] {"ops.js", "format.js", "charts.js", "stream.js", "actions.js"}) {
            add(module, "ops/" + module, SCRIPT);
        }
        add("uplot.js", UPLOT + "uPlot.iife.min.js", SCRIPT);
        add("uplot.css", UPLOT + "uPlot.min.css", STYLE);
    }

    RouterFunction<ServerResponse> routes() {
        var routes = RouterFunctions.route()
                .GET(
                        "/ops",
                        request -> ServerResponse.permanentRedirect(URI.create("ops/"))
                                .build());
        files.forEach((name, file) -> routes.GET("/ops/" + name, request -> answer(request, file)));
        return routes.build();
    }

    private static Mono<ServerResponse> answer(ServerRequest request, File file) {
        return request.checkNotModified(file.etag())
                .switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
                        .contentType(file.type())
                        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                        .header("Content-Security-Policy", POLICY)
                        .eTag(file.etag())
                        .bodyValue(file.content())));
    }

    private void add(String name, String resource, MediaType type) {
        try {
            byte[] content = new ClassPathResource(resource).getContentAsByteArray();
            files.put(name, new File(content, type, '"' + DigestUtils.md5DigestAsHex(content) + '"'));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private record File(byte[] content, MediaType type, String etag) {}
}
