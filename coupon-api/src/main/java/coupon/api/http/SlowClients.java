package coupon.api.http;

import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.http.server.HttpServer;

/** Gives up on clients that send their request too slowly; how long an answer takes does not matter here. */
public record SlowClients(Duration requestReadMax) implements NettyServerCustomizer {
    @Override
    public HttpServer apply(HttpServer server) {
        return server.requestTimeout(requestReadMax);
    }
}
