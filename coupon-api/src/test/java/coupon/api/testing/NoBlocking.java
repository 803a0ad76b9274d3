package coupon.api.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/**
 * Watches every test of this module: where a thread that must never block (an event loop, a parallel scheduler) does, the
 * test fails, whatever became of the call that it was. The call itself goes on: an error out of the middle of a lock
 * leaves a library's state broken, and the test would hang instead of saying what blocked.
 */
public final class NoBlocking implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Queue<Throwable> SEEN = new ConcurrentLinkedQueue<>();

    static {
        BlockHound.builder()
                .loadIntegrations()
                // Reads the kernel's generator, which has long been seeded; UUIDs are made of it.
                .allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "implNextBytes")
                // Netty's allocator, which Netty itself allows its short locks, but not this one (4.2.18).
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
                // The database driver makes a cache once; connections that are opened at the same moment wait for that.
                .allowBlockingCallsInside("io.asyncer.r2dbc.mysql.MySqlConnectionFactory$LazyQueryCache", "get")
                // Jackson finds out how to read a type once, and lets others who read their first of it wait for that.
                .allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer")
                // The files of the page for developers, as Spring reads files; it is off elsewhere.
                .allowBlockingCallsInside(
                        "org.springframework.web.reactive.resource.PathResourceResolver", "getResource")
                .allowBlockingCallsInside(
                        "org.springframework.core.io.buffer.DataBufferUtils$ReadableByteChannelGenerator", "accept")
                // Lettuce counts who writes under a lock, which two writers of one connection take in the same moment.
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
                // Reactor takes a timer out of the JDK's timers, whose lock two threads want in the same moment:
                // Reactor allows
                // itself to add and to await one, but not this (3.8).
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .blockingMethodCallback(method -> SEEN.add(new AssertionError(
                        Thread.currentThread().getName() + " blocked", new BlockingOperationError(method))))
                .install();
    }

    /** What was seen since the last time, which then fails no test. */
    public static List<Throwable> takeSeen() {
        List<Throwable> taken = new ArrayList<>();
        for (Throwable each = SEEN.poll(); each != null; each = SEEN.poll()) {
            taken.add(each);
        }
        return taken;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        failIfSeen();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        failIfSeen();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        failIfSeen();
    }

    private static void failIfSeen() {
        List<Throwable> seen = takeSeen();
        if (!seen.isEmpty()) {
            var failure = new AssertionError(seen.size() + " blocking calls on threads that must not block");
            seen.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
