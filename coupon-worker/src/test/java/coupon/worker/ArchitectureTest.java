package coupon.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.context.annotation.Configuration;

@AnalyzeClasses(packages = "coupon.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** The application and its settings. */
    private static final String ROOT = "coupon.worker";

    private static final String TOPIC = "coupon.worker.topic";
    private static final String DEAD_LETTER = "coupon.worker.deadletter";
    private static final String CONSUMER = "coupon.worker.consumer";
    private static final String SCHEDULER = "coupon.worker.scheduler";
    private static final String START = "coupon.worker.start";
    private static final String HEALTH = "coupon.worker.health";

    /** Of the topics it is otherwise: they are Kafka's and nothing else, so they are watched through its adapter. */
    @ArchTest
    static final ArchRule only_configurations_name_adapters = noClasses()
            .that()
            .resideInAPackage("coupon.worker..")
            .and()
            .resideOutsideOfPackage(TOPIC)
            .and()
            .areNotAnnotatedWith(Configuration.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("coupon.core.queue.kafka..", "coupon.core.queue.redis..", "coupon.core.store.r2dbc..");

    @ArchTest
    static final ArchRule topics_are_watched_through_kafkas_adapter_only = noClasses()
            .that()
            .resideInAPackage(TOPIC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("coupon.core.queue.redis..");

    @ArchTest
    static final ArchRule configurations_are_private_to_their_package = classes()
            .that()
            .resideInAPackage("coupon.worker..")
            .and()
            .areAnnotatedWith(Configuration.class)
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule only_configurations_know_the_settings = noClasses()
            .that()
            .resideInAnyPackage(TOPIC, DEAD_LETTER, CONSUMER, SCHEDULER, START, HEALTH)
            .and()
            .areNotAnnotatedWith(Configuration.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule deciding_does_not_know_how_the_worker_starts_or_is_watched = noClasses()
            .that()
            .resideInAnyPackage(CONSUMER, SCHEDULER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(START, HEALTH);

    @ArchTest
    static final ArchRule topics_and_dead_letters_do_not_know_how_requests_are_decided = noClasses()
            .that()
            .resideInAnyPackage(DEAD_LETTER, TOPIC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "coupon.core.domain..",
                    "coupon.core.processor..",
                    "coupon.core.store..",
                    CONSUMER,
                    SCHEDULER,
                    START,
                    HEALTH);

    @ArchTest
    static final ArchRule the_worker_never_meets_the_api = noClasses()
            .that()
            .resideInAPackage("coupon.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("coupon.api..");

    @ArchTest
    static final ArchRule every_class_is_in_a_declared_package = classes()
            .that()
            .resideInAPackage("coupon.worker..")
            .should()
            .resideInAnyPackage(ROOT, TOPIC, DEAD_LETTER, CONSUMER, SCHEDULER, START, HEALTH);
}
