package coupon.verification.guarantee;

import coupon.core.domain.QueuePosition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the guarantees find: the first violations of each whole, the rest as a number, for there may be a million. */
final class Findings {
    private final int keptMax;
    private final List<Violation> kept = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Judgement.Count, Long> counts = new EnumMap<>(Judgement.Count.class);
    private String guarantee = "";
    private long count;
    private long countOfGuarantee;

    Findings(int keptMax) {
        this.keptMax = keptMax;
    }

    /** What is found from now on is about this one. */
    void judging(String promise) {
        guarantee = promise;
        countOfGuarantee = 0;
    }

    /** All of it was found. */
    void judged() {
        if (countOfGuarantee > keptMax) {
            kept.add(new Violation(guarantee, null, null, null, "and " + (countOfGuarantee - keptMax) + " more", null));
        }
    }

    void add(String message) {
        add(null, message);
    }

    void add(@Nullable QueuePosition position, String message) {
        add(new Violation(guarantee, null, position, null, message, null));
    }

    void add(Kind kind, String stored, String rules) {
        add(kind, null, null, stored, rules);
    }

    void add(Kind kind, Decision row, String stored, String rules) {
        add(kind, row.position(), row.eventId(), stored, rules);
    }

    void add(Kind kind, @Nullable QueuePosition position, @Nullable UUID eventId, String stored, String rules) {
        add(new Violation(guarantee, kind, position, eventId, stored, rules));
    }

    /** What is no violation and worth knowing: what operators must have done, what could not be proved. */
    void note(String note) {
        notes.add(note);
    }

    void count(Judgement.Count what, long howMany) {
        counts.merge(what, howMany, Long::sum);
    }

    List<Violation> violations() {
        return kept;
    }

    Judgement judgement() {
        return new Judgement(
                count,
                kept.stream().sorted(Violation.BY_GUARANTEE_AND_POSITION).toList(),
                List.copyOf(notes),
                Map.copyOf(counts));
    }

    private void add(Violation violation) {
        count++;
        if (++countOfGuarantee <= keptMax) {
            kept.add(violation);
        }
    }
}
