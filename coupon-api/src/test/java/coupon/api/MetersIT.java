package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is measured beside the requests. */
class MetersIT {
    @Test
    void the_lines_are_measured_and_promises_are_checked() {
        try (var api = ApiUnderTest.start()) {
            api.database().insertCoupon(3, 1);
            for (int user = 1; user <= 2; user++) {
                api.http().issue(3, user).is(202);
            }

            await().until(() -> value(api, "coupon_lag{application=\"coupon-api\",partition=\"2\"}") == 2);
            await().until(() ->
                    value(api, "coupon_oldest_undecided_age_seconds{application=\"coupon-api\",partition=\"2\"}") > 0);
            assertThat(value(api, "coupon_lag{application=\"coupon-api\",partition=\"0\"}"))
                    .isZero();
            assertThat(
                            value(
                                    api,
                                    "coupon_publish_seconds_count{application=\"coupon-api\",outcome=\"ACCEPTED\",what=\"events\"}"))
                    .isEqualTo(2);

            try (var worker = TestWorker.start(api)) {
                await().until(() -> value(api, "coupon_promises_checked_total{application=\"coupon-api\"}") == 2);
                await().until(
                                () -> value(
                                        api,
                                        "coupon_oldest_undecided_age_seconds{application=\"coupon-api\",partition=\"2\"}"),
                                age -> age == 0);
            }
            assertThat(value(api, "coupon_promises_broken_total{application=\"coupon-api\"}"))
                    .isZero();
        }
    }

    private static double value(ApiUnderTest api, String meter) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(meter) + " (\\S+)$")
                .matcher(api.management().get("/actuator/prometheus").body());
        return line.find() ? Double.parseDouble(line.group(1)) : -1;
    }
}
