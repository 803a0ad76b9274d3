package coupon.api.security;

import coupon.api.problem.Problems;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps foreign pages from acting in an operator's name. A browser adds the credentials that it remembers to whatever a
 * page sends here; it also says where the page comes from ({@code Sec-Fetch-Site}, {@code Origin}), which no page can
 * change. Where the browser compares the two itself, its comparison counts: it knows the address that it asked, and a
 * gateway may have replaced {@code Host}. A browser too old to say so can be made to send the content types of a form
 * only, and those are refused where they mean nothing. Clients other than browsers send none of all this.
 */
final class SameOrigin implements WebFilter {
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
    private static final String CODES = "/codes";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (Operators.isReading(request.getMethod())) {
            return chain.filter(exchange);
        }
        if (isForeign(request.getHeaders())) {
            return Mono.error(
                    Problems.exception(HttpStatus.FORBIDDEN, "The request comes from a page of another origin."));
        }
        if (isOfForm(request)) {
            return Mono.error(Problems.exception(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The content type of a form is not accepted here."));
        }
        return chain.filter(exchange);
    }

    private static boolean isForeign(HttpHeaders headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        String origin = headers.getFirst(HttpHeaders.ORIGIN);
        return site == null ? origin != null && !isOwn(origin, headers) : !OWN_SITES.contains(site);
    }

    /** The scheme is not compared: behind a gateway it is another one. */
    private static boolean isOwn(String origin, HttpHeaders headers) {
        @Nullable String host = headers.getFirst(HttpHeaders.HOST);
        return host != null
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    private static boolean isOfForm(ServerHttpRequest request) {
        String type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        String known = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        boolean text =
                known.startsWith("text/plain") && !request.getPath().value().endsWith(CODES);
        return text || known.startsWith("application/x-www-form-urlencoded") || known.startsWith("multipart/");
    }
}
