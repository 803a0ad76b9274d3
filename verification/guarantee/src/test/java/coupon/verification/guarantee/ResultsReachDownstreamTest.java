package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsReachDownstreamTest {
    private final RunFixture run = new RunFixture(5);

    ResultsReachDownstreamTest() {
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.request(18, SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "12123", "1231", "2123", "1123323"})
    void at_least_once_in_order_is_valid(String order) {
        publishedInOrder(order);

        assertThat(run.broken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "13", "12", "213", "132", "321"})
    void missing_and_disordered_results_are_caught(String order) {
        publishedInOrder(order);

        assertThat(run.broken()).containsExactly("G8");
    }

    private void publishedInOrder(String order) {
        List<Decision> results = List.copyOf(run.evidence.published);
        run.evidence.published.clear();
        order.chars().forEach(digit -> run.evidence.published.add(results.get(digit - '1')));
    }
}
