package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.verification.system.CouponClient;
import coupon.verification.system.HttpResult;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ApiKilledIT {
    @RegisterExtension
    final Scenario scenario = new Scenario("API killed");

    @Test
    void who_was_accepted_by_it_is_decided_and_learns_the_outcome_from_another() throws Exception {
        Coupon coupon = scenario.coupon(300);
        AppServer another = scenario.servers.add(scenario.stack.addApi(), AppOptions.NONE);
        var client = new CouponClient(URI.create("http://127.0.0.1:" + another.port()));
        List<Response> responses;
        try (ClosedLoopLoad load = scenario.loadOn(coupon)) {
            load.awaitResponses(System.nanoTime(), 400, it -> it.isAccepted() || it.status() == 409);
            scenario.stack.api().kill();
            responses = load.stop();
        }
        long killed = System.nanoTime();

        List<Response> accepted =
                responses.stream().filter(Response::isAccepted).toList();
        assertThat(accepted).hasSizeGreaterThan(200);
        HttpResult latest = client.get(location(accepted.get(accepted.size() - 1)));
        assertThat(latest.status()).isEqualTo(200);
        scenario.assertGuaranteesHold(responses);
        scenario.reportRecovery(killed);
        for (Response one : accepted) {
            HttpResult request = client.get(location(one));
            assertThat(request.status()).isEqualTo(200);
            assertThat(request.text("state")).isEqualTo("DECIDED");
            assertThat(request.text("outcome")).isNotNull();
        }
    }

    private static String location(Response response) {
        return Objects.requireNonNull(Objects.requireNonNull(response.http()).location());
    }
}
