package coupon.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import coupon.api.background.Recurring;
import coupon.api.coupon.CouponSnapshot;
import coupon.api.docs.ApiDocument;
import coupon.api.http.ParameterConverters;
import coupon.api.http.SecurityHeaders;
import coupon.api.http.SlowClients;
import coupon.api.http.StrictJson;
import coupon.api.issue.CouponIssueService;
import coupon.api.issue.UserRates;
import coupon.api.problem.ProblemAnswer;
import coupon.api.problem.ProblemExceptionHandler;
import coupon.api.queue.QueueGate;
import coupon.api.queue.QueueProgress;
import coupon.api.readiness.CouponHealthIndicator;
import coupon.api.readiness.LoopbackRequests;
import coupon.api.readiness.QueueHealthIndicator;
import coupon.api.readiness.WarmUp;
import coupon.api.result.Ledger;
import coupon.api.result.RequestService;
import coupon.api.result.RequestStreams;
import coupon.api.result.WaitingCallers;
import coupon.api.security.RejectedRequests;
import coupon.core.queue.CouponIssueProgress;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.kafka.CouponIssueEventProducer;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaAdminConnection;
import coupon.core.queue.kafka.KafkaCouponIssueProgress;
import coupon.core.queue.kafka.KafkaCouponIssueQueueService;
import coupon.core.queue.kafka.KafkaCouponIssueResultFeed;
import coupon.core.queue.kafka.KafkaTopicCreation;
import coupon.core.queue.kafka.ProducerSettings;
import coupon.core.store.CouponIssueResultRepository;
import coupon.core.store.CouponRepository;
import coupon.core.store.IssuedCouponRepository;
import coupon.core.store.r2dbc.R2dbcCouponIssueResultRepository;
import coupon.core.store.r2dbc.R2dbcCouponRepository;
import coupon.core.store.r2dbc.R2dbcIssuedCouponRepository;
import coupon.core.store.r2dbc.StoreConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** How the parts of the API are put together. */
@Configuration(proxyBeanMethods = false)
@Import(StoreConfiguration.class)
@EnableConfigurationProperties({CouponApiSettings.class, CouponTopics.class})
class CouponApiConfiguration {
    private static final String READING_COUPONS = "readingCoupons";
    private static final String WATCHING_QUEUE = "watchingQueue";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    // ---- HTTP ----

    @Bean
    ParameterConverters parameterConverters() {
        return new ParameterConverters();
    }

    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }

    @Bean
    SecurityHeaders securityHeaders() {
        return new SecurityHeaders();
    }

    @Bean
    SlowClients slowClients(CouponApiSettings settings) {
        return new SlowClients(settings.http().requestReadMax());
    }

    @Bean
    ProblemAnswer problemAnswer(JsonMapper json) {
        return new ProblemAnswer(json);
    }

    @Bean
    ProblemExceptionHandler problemExceptionHandler(ProblemAnswer answer) {
        return new ProblemExceptionHandler(answer);
    }

    @Bean
    ApiDocument apiDocument() {
        return new ApiDocument();
    }

    @Bean
    RejectedRequests rejectedRequests(ProblemAnswer answer) {
        return new RejectedRequests(answer);
    }

    // ---- the database ----

    @Bean
    CouponRepository couponRepository(DatabaseClient database) {
        return new R2dbcCouponRepository(database);
    }

    @Bean
    CouponIssueResultRepository couponIssueResultRepository(DatabaseClient database) {
        return new R2dbcCouponIssueResultRepository(database);
    }

    @Bean
    IssuedCouponRepository issuedCouponRepository(DatabaseClient database) {
        return new R2dbcIssuedCouponRepository(database);
    }

    @Bean
    CouponSnapshot couponSnapshot(CouponRepository repository, Clock clock) {
        return new CouponSnapshot(repository, clock);
    }

    @Bean(READING_COUPONS)
    Recurring readingCoupons(Flyway flyway, CouponSnapshot coupons, CouponApiSettings settings) {
        Mono<Void> migration = Mono.<Void>fromRunnable(flyway::migrate).subscribeOn(Schedulers.boundedElastic());
        return new Recurring(
                "reading the coupons", settings.coupons().refreshInterval(), migration, Mono.defer(coupons::refresh));
    }

    // ---- the queue ----

    @Bean
    DefaultKafkaProducerFactoryCustomizer eventProducerSettings() {
        return factory -> factory.updateConfigs(ProducerSettings.forEvents(factory.getConfigurationProperties()));
    }

    @Bean
    KafkaTemplate<String, byte[]> eventTemplate(ProducerFactory<String, byte[]> producers) {
        var template = new KafkaTemplate<>(producers);
        template.setProducerListener(new ProducerListener<>() {}); // an outage is logged once, not for each request
        return template;
    }

    @Bean
    KafkaAdminConnection kafkaAdminConnection(KafkaAdmin configured) {
        return new KafkaAdminConnection(configured.getConfigurationProperties());
    }

    @Bean
    KafkaCouponIssueQueueService kafkaQueue(KafkaTemplate<String, byte[]> kafka, CouponTopics topics) {
        return new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, topics));
    }

    @Bean
    CouponIssueProgress couponIssueProgress(
            KafkaAdminConnection broker, CouponTopics topics, CouponApiSettings settings) {
        return new KafkaCouponIssueProgress(
                broker, topics, settings.kafka().consumer().group());
    }

    @Bean
    CouponIssueResultFeed couponIssueResultFeed(
            KafkaAdminConnection broker, CouponTopics topics, KafkaProperties kafka) {
        return new KafkaCouponIssueResultFeed(broker, topics, kafka.buildConsumerProperties());
    }

    @Bean
    QueueProgress queueProgress() {
        return new QueueProgress();
    }

    @Bean(WATCHING_QUEUE)
    Recurring watchingQueue(
            KafkaAdminConnection broker,
            CouponTopics topics,
            CouponIssueResultFeed results,
            CouponIssueProgress group,
            WaitingCallers waiting,
            RequestStreams streams,
            QueueProgress progress,
            CouponApiSettings settings) {
        Mono<Void> look = Mono.defer(() -> results.follow(result -> {
                    progress.decided(result);
                    waiting.complete(result);
                    streams.complete(result);
                }))
                .then(Mono.defer(group::firstUndecided))
                .doOnNext(progress::committed)
                .then();
        return new Recurring(
                "watching the queue",
                settings.queue().watchInterval(),
                new KafkaTopicCreation(broker, topics).createMissing(),
                look);
    }

    // ---- the calls ----

    @Bean
    WaitingCallers waitingCallers(CouponApiSettings settings) {
        return new WaitingCallers(settings.waiting().callersMax());
    }

    @Bean
    Ledger ledger(CouponIssueResultRepository results) {
        return new Ledger(results);
    }

    @Bean
    RequestService requestService(Ledger ledger, QueueProgress progress) {
        return new RequestService(ledger, progress);
    }

    @Bean
    RequestStreams requestStreams(
            RequestService requests, Ledger ledger, QueueProgress progress, CouponApiSettings settings) {
        CouponApiSettings.Streams streams = settings.streams();
        return new RequestStreams(requests, ledger, progress, streams.heartbeatInterval(), streams.openMax());
    }

    @Bean
    UserRates userRates(CouponApiSettings settings) {
        return new UserRates(settings.rate().perUserPerSecond(), settings.rate().burst(), System::nanoTime);
    }

    @Bean
    CouponIssueService couponIssueService(
            CouponSnapshot coupons,
            CouponIssueQueueService queue,
            @Qualifier(WATCHING_QUEUE) Recurring watch,
            QueueProgress progress,
            WaitingCallers waiting,
            Ledger ledger,
            Clock clock) {
        TimeBasedEpochRandomGenerator requestIds = Generators.timeBasedEpochRandomGenerator();
        return new CouponIssueService(
                coupons, new QueueGate(queue, watch), progress, waiting, ledger, requestIds::generate, clock);
    }

    // ---- readiness ----

    @Bean
    QueueHealthIndicator queueHealthIndicator(@Qualifier(WATCHING_QUEUE) Recurring watch) {
        return new QueueHealthIndicator(watch);
    }

    @Bean
    CouponHealthIndicator couponsHealthIndicator(CouponSnapshot coupons) {
        return new CouponHealthIndicator(coupons);
    }

    @Bean
    WarmUp warmUp(
            @Qualifier(READING_COUPONS) Recurring coupons,
            @Qualifier(WATCHING_QUEUE) Recurring watch,
            CouponIssueQueueService queue,
            Environment environment) {
        return new WarmUp(
                List.of(coupons, watch),
                queue,
                new LoopbackRequests(() -> environment.getRequiredProperty("local.server.port", Integer.class)));
    }

    @Bean
    MeterBinder couponMeters(WaitingCallers waiting, RequestStreams streams, CouponSnapshot coupons) {
        return registry -> {
            registerWaiting(registry, waiting);
            Gauge.builder("coupon.streams.open", streams, RequestStreams::count).register(registry);
            Gauge.builder(
                            "coupon.snapshot.age",
                            coupons,
                            snapshot -> snapshot.age()
                                    .map(Duration::toMillis)
                                    .map(millis -> millis / 1000.0)
                                    .orElse(Double.NaN))
                    .baseUnit("seconds")
                    .register(registry);
        };
    }

    private static void registerWaiting(MeterRegistry registry, WaitingCallers waiting) {
        Gauge.builder("coupon.waiting.callers", waiting, WaitingCallers::count).register(registry);
    }
}
