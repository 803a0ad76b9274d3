package coupon.verification.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import coupon.core.domain.CouponIssueDecision;

@AnalyzeClasses(packages = "coupon", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GUARANTEE = "coupon.verification.guarantee";
    private static final String AUDIT = "coupon.verification.audit";

    @ArchTest
    static final ArchRule the_verification_shares_nothing_with_what_is_verified = noClasses()
            .that()
            .resideInAnyPackage(GUARANTEE, AUDIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("coupon.core.processor..", "coupon.core.store..", "coupon.worker..", "coupon.api..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(CouponIssueDecision.class);

    @ArchTest
    static final ArchRule the_guarantees_know_no_adapter_and_no_framework = classes()
            .that()
            .resideInAPackage(GUARANTEE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    GUARANTEE,
                    "coupon.core.domain",
                    "coupon.core.queue.wire",
                    "it.unimi.dsi.fastutil..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule every_class_is_in_a_declared_package =
            classes().that().resideInAPackage("coupon.verification..").should().resideInAnyPackage(GUARANTEE, AUDIT);
}
