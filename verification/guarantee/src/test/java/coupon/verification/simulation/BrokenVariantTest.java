package coupon.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A simulation is worth what it would find: it finds each of these, and soon. */
class BrokenVariantTest {
    private static final int SEEDS_MAX = 2_000;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PRODUCT")
    void is_caught(Variant broken) {
        assertCaught(broken, Simulation::run);
    }

    /** What integration and load tests rely on, because the inside is not observed there. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PRODUCT")
    void is_caught_by_the_audit_alone(Variant broken) {
        assertCaught(broken, Simulation::runOnlyAudited);
    }

    private static void assertCaught(Variant broken, BiFunction<Long, Variant, Simulation.Outcome> run) {
        long seed = 0;
        List<String> violations = List.of();
        while (violations.isEmpty() && seed < SEEDS_MAX) {
            violations = run.apply(seed++, broken).violations();
        }

        assertThat(violations).as("in the first %s seeds", SEEDS_MAX).isNotEmpty();
    }
}
