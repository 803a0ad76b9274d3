package coupon.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "coupon.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String DOMAIN = "coupon.core.domain";
    private static final String QUEUE = "coupon.core.queue";
    private static final String WIRE = "coupon.core.queue.wire";
    private static final String INCIDENT = "coupon.core.incident";
    private static final String STORE = "coupon.core.store";
    private static final String PROCESSOR = "coupon.core.processor";

    @ArchTest
    static final ArchRule the_domain_knows_java_and_jspecify_only = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(DOMAIN, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_queues_ports_know_the_domain_and_the_wire_form_only = classes()
            .that()
            .resideInAPackage(QUEUE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(QUEUE, WIRE, DOMAIN, "java..", "org.jspecify..", "reactor..");

    @ArchTest
    static final ArchRule the_wire_form_knows_the_domain_and_jackson_only = classes()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    WIRE, DOMAIN, "java..", "org.jspecify..", "tools.jackson..", "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule incidents_know_nothing_of_the_product = classes()
            .that()
            .resideInAPackage(INCIDENT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(INCIDENT, "java..", "org.jspecify..", "org.slf4j..");

    @ArchTest
    static final ArchRule the_stores_ports_know_the_domain_only = classes()
            .that()
            .resideInAPackage(STORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(STORE, DOMAIN, "java..", "org.jspecify..", "reactor..");

    @ArchTest
    static final ArchRule the_processor_knows_the_domain_and_the_stores_ports_only = classes()
            .that()
            .resideInAPackage(PROCESSOR)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(PROCESSOR, DOMAIN, STORE, "java..", "org.jspecify..", "reactor..");

    @ArchTest
    static final ArchRule the_kafka_adapter_knows_no_other_adapter = noClasses()
            .that()
            .resideInAPackage("coupon.core.queue.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("coupon.core.queue.redis..", "coupon.core.store..", PROCESSOR);

    @ArchTest
    static final ArchRule the_redis_adapter_knows_no_other_adapter = noClasses()
            .that()
            .resideInAPackage("coupon.core.queue.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("coupon.core.queue.kafka..", "coupon.core.store..", PROCESSOR);

    @ArchTest
    static final ArchRule the_database_adapter_knows_no_other_adapter = noClasses()
            .that()
            .resideInAPackage("coupon.core.store.r2dbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("coupon.core.queue..", PROCESSOR);

    @ArchTest
    static final ArchRule every_class_is_in_a_declared_package = classes()
            .should()
            .resideInAnyPackage(
                    DOMAIN,
                    QUEUE,
                    WIRE,
                    "coupon.core.queue.kafka",
                    "coupon.core.queue.redis",
                    STORE,
                    "coupon.core.store.r2dbc",
                    PROCESSOR,
                    INCIDENT,
                    "coupon.core.application");
}
