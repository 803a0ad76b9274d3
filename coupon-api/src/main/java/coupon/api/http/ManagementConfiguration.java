package coupon.api.http;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import reactor.netty.resources.LoopResources;

/**
 * The management server has an event loop of its own: who asks for the health of an instance that is overrun does not wait
 * behind those who overrun it.
 *
 * <p>Not found by scanning, which would make it the application's, but named in {@code META-INF/spring}.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementConfiguration {
    @Bean(destroyMethod = "dispose")
    LoopResources managementLoop() {
        return LoopResources.create("management", 1, true);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> onItsOwnLoop(LoopResources managementLoop) {
        return factory -> factory.addServerCustomizers(server -> server.runOn(managementLoop));
    }
}
