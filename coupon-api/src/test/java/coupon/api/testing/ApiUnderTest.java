package coupon.api.testing;

import static org.awaitility.Awaitility.await;

import coupon.api.CouponApiApplication;
import coupon.api.queue.QueueProgress;
import coupon.core.domain.QueuePosition;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.verification.testkit.client.CouponClient;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** The whole API on free ports, with a database and topics of its own on real servers. */
public final class ApiUnderTest implements AutoCloseable {
    public static final String OPERATOR = "operator";
    /** As odd as one may be configured: it looks like the hash of an unknown kind. */
    public static final String PASSWORD = "{x9}secret of a test";

    public static final String VIEWER = CouponClient.basic("viewer", "looks only");

    /** Behind every request of a test. */
    private static final long FAR = Integer.MAX_VALUE;

    private final ConfigurableApplicationContext application;
    private final TestDatabase database;
    private final TestTopics topics;

    private ApiUnderTest(ConfigurableApplicationContext application, TestDatabase database, TestTopics topics) {
        this.application = application;
        this.database = database;
        this.topics = topics;
    }

    /**
     * The one that all tests of this JVM share, with the usual settings. Each of them has coupons and users of its own,
     * and leaves nothing in the queue that {@link TestWorker} could not decide. Nobody closes it: it ends with the JVM.
     */
    public static ApiUnderTest shared() {
        return Shared.ONE;
    }

    /** Another instance of the same system as {@link #shared()}. */
    public static ApiUnderTest sharedOther() {
        return Shared.OTHER;
    }

    /** One more, with settings of its own, to be closed by its test. */
    public static ApiUnderTest startBesideShared(String... settings) {
        return start(Shared.ONE.database, Shared.ONE.topics, settings);
    }

    /** Returns when it is ready. */
    public static ApiUnderTest start(String... settings) {
        return start(TestServers.newDatabase(), TestTopics.create(TestServers.kafkaBootstrapServers()), settings);
    }

    /** Another instance of the same system, or one on servers of the test's own; returns when it is ready. */
    public static ApiUnderTest start(TestDatabase database, TestTopics topics, String... settings) {
        return new ApiUnderTest(application().run(arguments(database, topics, settings)), database, topics);
    }

    /** Not started yet. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(CouponApiApplication.class, OwnResources.class)
                .properties(
                        "app.security.admin.username=" + OPERATOR,
                        "app.security.admin.password=" + PASSWORD,
                        "app.security.viewer.password=looks only");
    }

    /** @param settings none that stands here already */
    public static String[] arguments(TestDatabase database, TestTopics topics, String... settings) {
        Stream<String> usual = Stream.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.r2dbc.url=" + database.r2dbcUrl(),
                "--spring.r2dbc.username=" + database.username(),
                "--spring.r2dbc.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + topics.bootstrapServers(),
                "--app.kafka.topic.coupon-issue=" + topics.names().couponIssue(),
                "--app.kafka.topic.coupon-issue-results=" + topics.names().couponIssueResults(),
                "--app.kafka.topic.coupon-issue-dlt=" + topics.names().couponIssueDlt(),
                "--app.kafka.topic.warm-up=" + topics.names().warmUp(),
                "--app.kafka.consumer.group=" + groupOf(topics));
        return Stream.concat(usual, Stream.of(settings)).toArray(String[]::new);
    }

    /** The consumer group that decides on these topics. */
    public static String groupOf(TestTopics topics) {
        return topics.names().couponIssue() + "-group";
    }

    public CouponClient http() {
        return CouponClient.ofPort(port()).withLogin(CouponClient.basic(OPERATOR, PASSWORD));
    }

    public CouponClient management() {
        return CouponClient.ofPort(
                application.getEnvironment().getRequiredProperty("local.management.port", Integer.class));
    }

    public int port() {
        return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return application.getBean(name, type);
    }

    public TestDatabase database() {
        return database;
    }

    public TestTopics topics() {
        return topics;
    }

    /** Makes a coupon that this test alone asks for. */
    public long newCoupon(long stock) {
        long coupon = database.number("SELECT COALESCE(MAX(coupon_id), 0) + 1 FROM coupon");
        database.insertCoupon(coupon, stock);
        return coupon;
    }

    /** Returns when this instance knows how far the group is: then positions change only when somebody decides. */
    public void awaitProgress() {
        var progress = bean(QueueProgress.class);
        List<Long> committed = topics.committedOffsets(groupOf(topics));
        await().until(() -> IntStream.range(0, committed.size())
                .allMatch(partition -> progress.ahead(new QueuePosition(partition, FAR))
                        .equals(OptionalLong.of(FAR - committed.get(partition)))));
    }

    @Override
    public void close() {
        application.close();
    }

    private static final class Shared {
        static final ApiUnderTest ONE = start();
        static final ApiUnderTest OTHER = startBesideShared();
    }

    /** Several instances in one JVM, where each would else take the event loops of the others with it. */
    @Configuration(proxyBeanMethods = false)
    static class OwnResources {
        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            var resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }
    }
}
