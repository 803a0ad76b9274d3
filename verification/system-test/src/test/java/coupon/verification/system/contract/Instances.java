package coupon.verification.system.contract;

import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.system.TestStack;

/** Two instances of the API in front of the system that all tests share. */
final class Instances {
    private static final AppServer SECOND = TestStack.shared().addApi();

    private Instances() {}

    static OutsideClient first() {
        return new OutsideClient(TestStack.shared().apiUrl());
    }

    /** Started when it is first asked for; it ends with the system. */
    static synchronized OutsideClient second() {
        if (!SECOND.isAlive()) {
            SECOND.start();
        }
        return OutsideClient.ofPort(SECOND.port());
    }

    /** Where health and metrics of the first are. */
    static OutsideClient management() {
        return OutsideClient.ofPort(TestStack.shared().api().managementPort());
    }

    /** Does something while no worker decides: accepted requests stay queued. */
    static void whileNobodyDecides(Runnable something) {
        Stack stack = TestStack.shared();
        stack.workers().forEach(ServerProcess::pause);
        try {
            something.run();
        } finally {
            stack.workers().forEach(ServerProcess::resume);
        }
    }

    /** Does something while the queue neither answers nor acknowledges. */
    static void whileTheQueueIsFrozen(Runnable something) {
        Stack stack = TestStack.shared();
        stack.kafka().pause();
        try {
            something.run();
        } finally {
            stack.kafka().resume();
        }
    }
}
