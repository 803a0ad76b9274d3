package coupon.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.context.annotation.Configuration;

@AnalyzeClasses(packages = "coupon.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] FEATURES = {
        "coupon.api.admin",
        "coupon.api.background",
        "coupon.api.connection",
        "coupon.api.coupon",
        "coupon.api.docs",
        "coupon.api.http",
        "coupon.api.issue",
        "coupon.api.ops",
        "coupon.api.problem",
        "coupon.api.queue",
        "coupon.api.readiness",
        "coupon.api.result",
        "coupon.api.security",
    };

    @ArchTest
    static final ArchRule only_the_wiring_names_adapters = noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .and()
            .haveSimpleNameNotEndingWith("Configuration")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "coupon.core.queue.kafka..",
                    "coupon.core.queue.redis..",
                    "coupon.core.store.r2dbc..",
                    "org.apache.kafka..",
                    "io.lettuce..",
                    "org.springframework.kafka..",
                    "org.springframework.r2dbc..",
                    "io.r2dbc..");

    @ArchTest
    static final ArchRule the_api_never_sees_the_worker =
            noClasses().should().dependOnClassesThat().resideInAPackage("coupon.worker..");

    @ArchTest
    static final ArchRule the_api_decides_and_stores_nothing =
            noClasses().should().dependOnClassesThat().resideInAPackage("coupon.core.processor..");

    @ArchTest
    static final ArchRule the_features_know_each_other_in_one_direction =
            slices().matching("coupon.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_root_knows_no_feature = noClasses()
            .that()
            .resideInAPackage("coupon.api")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURES);

    @ArchTest
    static final ArchRule the_wiring_of_a_feature_is_its_own = classes()
            .that()
            .areAnnotatedWith(Configuration.class)
            .should()
            .bePackagePrivate()
            .andShould()
            .haveSimpleNameEndingWith("Configuration");

    @ArchTest
    static final ArchRule every_class_is_in_a_declared_package =
            classes().that().resideOutsideOfPackage("coupon.api").should().resideInAnyPackage(FEATURES);
}
