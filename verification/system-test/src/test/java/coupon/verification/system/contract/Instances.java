package coupon.verification.system.contract;

import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.system.SystemUnderTest;
import coupon.verification.testkit.client.CouponClient;
import java.util.List;

/** Two instances of the API in front of the system that all tests share. */
final class Instances {
    private static final Stack STACK = SystemUnderTest.shared().stack;
    private static final AppServer SECOND = STACK.addApi();

    private Instances() {}

    static CouponClient first() {
        return SystemUnderTest.shared().client;
    }

    /** Started when it is first asked for; it ends with the system. */
    static synchronized CouponClient second() {
        if (!SECOND.isAlive()) {
            SECOND.start();
        }
        return CouponClient.ofPort(SECOND.port());
    }

    /** Where health and metrics of the first are. */
    static CouponClient management() {
        return CouponClient.ofPort(STACK.api().managementPort());
    }

    /** Does something while no worker decides: accepted requests stay queued. */
    static void whileNobodyDecides(Runnable something) {
        whileFrozen(STACK.workers(), something);
    }

    /** Does something while the queue neither answers nor acknowledges. */
    static void whileTheQueueIsFrozen(Runnable something) {
        whileFrozen(List.of(STACK.kafka()), something);
    }

    private static void whileFrozen(List<? extends ServerProcess> servers, Runnable something) {
        servers.forEach(ServerProcess::pause);
        try {
            something.run();
        } finally {
            servers.forEach(ServerProcess::resume);
        }
    }
}
