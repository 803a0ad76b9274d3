package coupon.api.connection;

import coupon.api.CouponApiSettings;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/** Looks at every connection between Netty's reading of HTTP and all that makes something of it. */
@Component
final class GuardedConnections implements NettyServerCustomizer {
    private final Duration requestReadMax;
    private final ConnectionProblems problems;

    GuardedConnections(CouponApiSettings settings, JsonMapper json) {
        this.requestReadMax = settings.http().requestReadMax();
        this.problems = new ConnectionProblems(json);
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                .addAfter(NettyPipeline.HttpCodec, "malformed-requests", new MalformedRequests(problems))
                .addAfter(NettyPipeline.HttpCodec, "request-deadline", new RequestDeadline(requestReadMax, problems)));
    }
}
