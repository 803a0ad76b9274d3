package coupon.system.fault;

import coupon.core.guarantee.Answer;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.system.SystemUnderTest;
import coupon.system.TestStack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers come and go in an orderly way while coupons are on sale, under both group protocols. */
@Tag("fault")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class WorkersScaledIT {
    private final SystemUnderTest system = TestStack.system();
    private final List<AppServer> workers = system.stack().workers();
    private final List<AppServer> others = workers.subList(1, workers.size());

    @Test
    void from_one_worker_to_three_and_back_under_load() throws Exception {
        AtOnce.stop(others);
        try {
            scaleUpAndDown("classic");
        } finally {
            AtOnce.start(others);
        }
    }

    @Test
    void the_same_under_the_newer_group_protocol() throws Exception {
        AtOnce.stop(workers);
        try {
            workers.forEach(worker -> worker.setOptions(
                    new AppOptions(List.of(), Map.of("APP_KAFKA_CONSUMER_GROUP_PROTOCOL", "consumer"))));
            workers.get(0).start();
            scaleUpAndDown("consumer");
        } finally {
            AtOnce.stop(workers);
            workers.forEach(worker -> worker.setOptions(AppOptions.NONE));
            AtOnce.start(workers);
        }
    }

    private void scaleUpAndDown(String protocol) throws Exception {
        Sale sale = Sale.withoutEnd(system);
        try (SteadyCrowd crowd = sale.crowd()) {
            sale.awaitOwners(1);
            sale.awaitProgress(100);

            long starting = System.nanoTime();
            AtOnce.start(others);
            sale.awaitOwners(workers.size());
            sale.awaitProgress(1);
            FaultReport.recovered("workers scaled from 1 to 3, protocol " + protocol, starting);

            long stopping = System.nanoTime();
            AtOnce.stop(others);
            sale.awaitOwners(1);
            sale.awaitProgress(1);
            FaultReport.recovered("workers scaled from 3 to 1, protocol " + protocol, stopping);

            List<Answer> answers = crowd.leave();
            sale.assertGuaranteed(answers);
        }
    }
}
