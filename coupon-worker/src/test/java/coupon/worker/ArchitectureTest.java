package coupon.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import coupon.core.domain.CouponIssueDecision;

@AnalyzeClasses(packages = "coupon", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String WIRING = "coupon.worker";
    private static final String INCIDENT = "coupon.core.incident";
    private static final String DEAD_LETTER = "coupon.worker.deadletter";
    private static final String CONSUMER = "coupon.worker.consumer";
    private static final String SCHEDULER = "coupon.worker.scheduler";
    private static final String START = "coupon.worker.start";
    private static final String GUARD = "coupon.worker.guard";
    private static final String HEALTH = "coupon.worker.health";
    private static final String METRICS = "coupon.worker.metrics";

    /** A program of its own in the same jar: it reads topics and tables as they are, so it knows their settings. */
    private static final String AUDIT = "coupon.worker.audit";

    @ArchTest
    static final ArchRule only_the_wiring_names_adapters = noClasses()
            .that()
            .resideInAPackage("coupon.worker..")
            .and()
            .resideOutsideOfPackages(WIRING, AUDIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("coupon.core.queue.kafka..", "coupon.core.queue.redis..", "coupon.core.store.r2dbc..");

    @ArchTest
    static final ArchRule the_audit_shares_nothing_with_what_it_audits = noClasses()
            .that()
            .resideInAPackage(AUDIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "coupon.core.processor..",
                    "coupon.core.store..",
                    INCIDENT,
                    DEAD_LETTER,
                    CONSUMER,
                    SCHEDULER,
                    START,
                    HEALTH)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(CouponIssueDecision.class);

    @ArchTest
    static final ArchRule nobody_knows_the_wiring = noClasses()
            .that()
            .resideInAnyPackage(GUARD, DEAD_LETTER, CONSUMER, SCHEDULER, START, HEALTH, METRICS, AUDIT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WIRING);

    @ArchTest
    static final ArchRule deciding_does_not_know_how_the_worker_starts_or_is_watched = noClasses()
            .that()
            .resideInAnyPackage(CONSUMER, SCHEDULER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(START, HEALTH);

    @ArchTest
    static final ArchRule dead_letters_and_guards_know_nothing_of_the_product = noClasses()
            .that()
            .resideInAnyPackage(DEAD_LETTER, GUARD)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("coupon.core..", CONSUMER, SCHEDULER, START, HEALTH);

    @ArchTest
    static final ArchRule the_worker_never_meets_the_api = noClasses()
            .that()
            .resideInAPackage("coupon.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("coupon.api..");

    @ArchTest
    static final ArchRule every_class_stands_in_a_declared_place = classes()
            .that()
            .resideInAPackage("coupon.worker..")
            .should()
            .resideInAnyPackage(
                    WIRING, GUARD, DEAD_LETTER, CONSUMER, SCHEDULER, START, HEALTH, METRICS, AUDIT);
}
