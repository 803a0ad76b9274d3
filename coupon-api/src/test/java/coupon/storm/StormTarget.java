package coupon.storm;

import coupon.api.CouponApiApplication;
import coupon.api.testing.ApiUnderTest;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The API with the bare endpoints beside it, one coupon that is sold out and one that never will be, on servers of its
 * own. Prints {@code storm-target <port> <sold out> <plenty>} and runs until its input ends.
 */
final class StormTarget {
    private static final long SOLD_OUT = 1;
    private static final long PLENTY = 2;

    private StormTarget() {}

    public static void main(String[] arguments) throws IOException {
        TestDatabase database = TestServers.newDatabase();
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
        var application = new SpringApplication(CouponApiApplication.class, BareEndpoints.class);
        try (ConfigurableApplicationContext running =
                application.run(ApiUnderTest.arguments(database, topics, arguments))) {
            database.insertCoupon(SOLD_OUT, 0);
            database.insertCoupon(PLENTY, 1_000_000_000);
            System.out.println("storm-target " + running.getEnvironment().getProperty("local.server.port") + " "
                    + SOLD_OUT + " " + PLENTY);
            while (System.in.read() >= 0) {
                continue;
            }
        }
        System.exit(0);
    }
}
