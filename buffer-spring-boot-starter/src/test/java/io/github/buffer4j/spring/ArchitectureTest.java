package io.github.buffer4j.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.buffer4j.spring");

    @Test
    void packagesHaveNoCycle() {
        slices().matching("io.github.buffer4j.(spring..)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void onlyMetricsAndContextKnowMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..metrics..", "..context..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(classes);
    }

    /* So that nothing of it is loaded where no buffer is shared. */
    @Test
    void onlyRedisAndItsWiringKnowTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..redis..")
                .and()
                .haveSimpleNameNotContaining("Redis")
                .and()
                .doNotHaveSimpleName("JsonCodec")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.data.redis..",
                        "io.lettuce..",
                        "tools.jackson..",
                        "io.github.buffer4j.spring.redis..")
                .check(classes);
    }

    @Test
    void onlyHealthKnowsTheHealthOfSpringBoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..health..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot.health..")
                .check(classes);
    }

    @Test
    void onlyActuateKnowsTheActuator() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..actuate..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot.actuate..")
                .check(classes);
    }
}
