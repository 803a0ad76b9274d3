package coupon.verification.guarantee;

import coupon.core.domain.QueuePosition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the guarantees find: the first violations of each whole, the rest as a number, for there may be a million. */
public final class Findings {
    /** What was counted on the way. */
    public enum Count {
        /** Requests that have no outcome and may still wait for it. */
        WAITING,
        /** Rows whose record has expired: trusted, not proved. */
        BEFORE_THE_LOG,
        /** Rows that were decided before the oldest record was written: trusted, not proved. */
        OF_FORMER_TOPIC,
        /** Decisions that are on the results topic. */
        PUBLISHED,
        /** Decisions that are not, and need not be yet, or whose results may have expired. */
        NOT_PUBLISHED,
        /** How much more is in stock or issued than is on record, less if below 0; absent if it cannot be known. */
        STOCK_OUTSIDE
    }

    private final int keptMax;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private String guarantee = "";
    private long violationCount;
    private long countOfGuarantee;

    Findings(int keptMax) {
        this.keptMax = keptMax;
    }

    void judge(String promise, Guarantee judged, Evidence evidence) {
        guarantee = promise;
        countOfGuarantee = 0;
        judged.check(evidence, this);
        if (countOfGuarantee > keptMax) {
            String rest = "and " + (countOfGuarantee - keptMax) + " more";
            violations.add(new Violation(guarantee, null, null, null, rest, null));
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

    private void add(Violation violation) {
        violationCount++;
        if (++countOfGuarantee <= keptMax) {
            violations.add(violation);
        }
    }

    /** What is no violation and worth knowing: what operators must have done, what could not be proved. */
    void note(String note) {
        notes.add(note);
    }

    void count(Count what, long howMany) {
        counts.merge(what, howMany, Long::sum);
    }

    public long violationCount() {
        return violationCount;
    }

    public List<Violation> violations() {
        return violations;
    }

    public List<String> notes() {
        return notes;
    }

    public long counted(Count what) {
        return counts.getOrDefault(what, 0L);
    }

    public Map<Count, Long> counts() {
        return counts;
    }
}
