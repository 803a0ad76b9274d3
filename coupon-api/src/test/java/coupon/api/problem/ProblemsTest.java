package coupon.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.http.StrictJson;
import coupon.core.domain.CouponIssueStatus;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest {
    @Test
    void members_are_in_the_order_of_the_standard_and_those_of_a_refusal_follow() {
        ProblemDetail problem = Problems.about(
                ProblemType.DUPLICATE_REQUEST.problem("The user has this coupon."),
                new UUID(0, 1),
                CouponIssueStatus.DUPLICATE_REQUEST);
        problem.setInstance(URI.create("/api/coupons/1/issue"));
        var json = JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class);
        new StrictJson().customize(json);

        assertThat(json.build().writeValueAsString(problem))
                .isEqualTo(
                        "{\"type\":\"urn:coupon:problem:duplicate-request\",\"title\":\"Already issued\",\"status\":409,"
                                + "\"detail\":\"The user has this coupon.\",\"instance\":\"/api/coupons/1/issue\","
                                + "\"outcome\":\"DUPLICATE_REQUEST\",\"requestId\":\"00000000-0000-0000-0000-000000000001\"}");
    }
}
