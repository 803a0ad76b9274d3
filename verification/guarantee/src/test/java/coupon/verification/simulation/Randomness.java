package coupon.verification.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * All that is random in a simulation, from its seed. Each seed leaves about half of the faults out, and has its own
 * rate for each of the others: with all of them at once, none would get far.
 */
final class Randomness {
    private static final int[] RATES_PER_MILLE = {5, 20, 80, 200};

    private final Random random;
    private final int[] ratePerMille = new int[Fault.values().length];
    private final Set<Fault> struck = EnumSet.noneOf(Fault.class);
    private boolean faultsAreOver;

    Randomness(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        for (int i = 0; i < ratePerMille.length; i++) {
            ratePerMille[i] = random.nextBoolean() ? 0 : RATES_PER_MILLE[random.nextInt(RATES_PER_MILLE.length)];
        }
    }

    boolean strikes(Fault fault) {
        int rate = ratePerMille[fault.ordinal()];
        boolean strikes = rate > 0 && !faultsAreOver && random.nextInt(1_000) < rate;
        if (strikes) {
            struck.add(fault);
        }
        return strikes;
    }

    /** The faults that did strike. */
    Set<Fault> struck() {
        return struck;
    }

    void endFaults() {
        faultsAreOver = true;
    }

    /** From 0 up to and without the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
