package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class ApiKilledIT {
    @RegisterExtension
    final Scenario scenario = new Scenario("API killed");

    @Test
    void a_request_accepted_by_it_is_decided_and_another_instance_answers_its_outcome() throws Exception {
        Coupon coupon = scenario.coupon(300);
        AppServer another = scenario.servers.add(scenario.stack.addApi(), AppOptions.NONE);
        var client = CouponClient.ofPort(another.port());
        List<Response> responses;
        try (Load load = scenario.loadOn(coupon)) {
            load.awaitResponses(System.nanoTime(), 400, it -> it.isAccepted() || it.status() == 409);
            scenario.stack.api().kill();
            responses = load.stop();
        }
        long killed = System.nanoTime();

        List<Response> accepted =
                responses.stream().filter(Response::isAccepted).toList();
        assertThat(accepted).hasSizeGreaterThan(200);
        client.get(accepted.get(accepted.size() - 1).location()).is(200);
        scenario.assertGuaranteesHold(responses);
        scenario.reportRecovery(killed);
        for (Response one : accepted) {
            Reply request = client.get(one.location()).is(200);
            assertThat(request.text("state")).isEqualTo("DECIDED");
            assertThat(request.text("outcome")).isNotEmpty();
        }
    }
}
