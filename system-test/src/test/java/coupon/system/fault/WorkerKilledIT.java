package coupon.system.fault;

import coupon.core.guarantee.Answer;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.system.SystemUnderTest;
import coupon.system.TestStack;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGKILL, again and again, while five coupons are on sale. */
@Tag("fault")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class WorkerKilledIT {
    private static final int KILLS = 4;
    private static final int LINE = 2;

    private final SystemUnderTest system = TestStack.system();

    @Test
    void whoever_decides_a_line_is_killed_four_times_and_another_carries_on() throws Exception {
        Sale sale = Sale.withoutEnd(system);

        try (SteadyCrowd crowd = sale.crowd()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                sale.awaitProgress(LINE, 100);
                killOwner(sale, "worker killed, time " + kill);
            }
            sale.awaitProgress(100);
            List<Answer> answers = crowd.leave();
            sale.assertGuaranteed(answers);
        } finally {
            system.stack().workers().forEach(ServerProcess::awaitAnswer);
        }
    }

    /** It is launched again only when another has taken its line over. */
    private static void killOwner(Sale sale, String fault) {
        AppServer owner = sale.ownerOf(LINE);
        owner.kill();
        long since = System.nanoTime();
        try {
            sale.awaitProgress(LINE, 1);
            FaultReport.recovered(fault, since);
        } finally {
            owner.launch();
        }
    }
}
