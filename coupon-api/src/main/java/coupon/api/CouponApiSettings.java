package coupon.api;

import coupon.api.security.UserIdentity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The API's settings {@code app.*}. */
@ConfigurationProperties("app")
record CouponApiSettings(
        @DefaultValue Security security,
        @DefaultValue Coupons coupons,
        @DefaultValue Queue queue,
        @DefaultValue Waiting waiting,
        @DefaultValue Http http,
        @DefaultValue Kafka kafka) {
    /** @param users how users are known */
    record Security(
            @DefaultValue("parameter") UserIdentity users,
            @DefaultValue Admin admin) {}

    /** @param password in clear or as <code>{bcrypt}…</code>; without it one is made at start and logged */
    record Admin(
            @DefaultValue("admin") String username,
            @Nullable String password) {}

    /** @param refreshInterval from one reading of all coupons to the next */
    record Coupons(@DefaultValue("250ms") Duration refreshInterval) {}

    /** @param watchInterval from one question to the queue, whether it is there and how far it is, to the next */
    record Queue(@DefaultValue("1s") Duration watchInterval) {}

    /** @param callersMax who comes when so many wait is answered without waiting */
    record Waiting(@DefaultValue("20000") int callersMax) {}

    /** @param requestReadMax a request that takes longer to arrive is given up */
    record Http(@DefaultValue("10s") Duration requestReadMax) {}

    record Kafka(@DefaultValue Consumer consumer) {
        /** @param group that decides: what it has committed is decided */
        record Consumer(
                @DefaultValue("coupon-issue-consumer-group") String group) {}
    }
}
