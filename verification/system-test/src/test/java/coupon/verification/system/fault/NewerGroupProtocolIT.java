package coupon.verification.system.fault;

import coupon.local.server.AppOptions;
import coupon.verification.system.SystemUnderTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The faults that move lines from worker to worker, under the group protocol of KIP-848. */
@Tag("fault-long")
class NewerGroupProtocolIT {
    private static final AppOptions NEWER =
            new AppOptions(List.of(), Map.of("APP_KAFKA_CONSUMER_GROUP_PROTOCOL", "consumer"));
    private static final ServerSetup ARRANGEMENT = new ServerSetup(SystemUnderTest.shared().stack);

    @RegisterExtension
    final Scenario scenario = new Scenario("under the newer group protocol");

    @BeforeAll
    static void switchOver() {
        ServerSetup.stop(SystemUnderTest.shared().stack.workers());
        ARRANGEMENT.setOptions(SystemUnderTest.shared().stack.workers(), NEWER);
        ServerSetup.start(SystemUnderTest.shared().stack.workers());
    }

    @AfterAll
    static void switchBack() {
        ARRANGEMENT.restore();
    }

    @Test
    void a_worker_is_killed_twice_and_another_carries_on() throws Exception {
        WorkerKilledIT.killRepeatedly(scenario, 2);
    }

    @Test
    void the_transaction_of_a_zombie_changes_nothing() throws Exception {
        WorkerFrozenIT.freezeUntilAnotherDecides(scenario);
    }

    @Test
    void workers_come_and_go() throws Exception {
        WorkersScaledIT.scaleDownAndUp(scenario);
    }
}
