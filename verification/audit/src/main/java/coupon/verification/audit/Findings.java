package coupon.verification.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the audit found. Counts everything, keeps only so much. */
final class Findings {
    static final int SHOWN_MAX = 50;
    private static final int KEPT_MAX = 10_000;

    private final List<Violation> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long violationCount;
    private long noteCount;

    void violation(Kind kind, String stored, String rules) {
        keep(new Violation(kind.guarantee(), kind, null, null, null, stored, rules));
    }

    void violation(Kind kind, Request request, String stored, String rules) {
        violation(kind, request.partition, request.offset, request.id, stored, rules);
    }

    void violation(Kind kind, StoredRow row, String stored, String rules) {
        violation(kind, row.partition(), row.offset(), row.id(), stored, rules);
    }

    void violation(Kind kind, int partition, long offset, @Nullable UUID eventId, String stored, String rules) {
        String id = eventId == null ? null : eventId.toString();
        keep(new Violation(kind.guarantee(), kind, partition, offset, id, stored, rules));
    }

    void note(String note) {
        noteCount++;
        if (notes.size() < SHOWN_MAX) {
            notes.add(note);
        }
    }

    long violationCount() {
        return violationCount;
    }

    /** The first of them, by guarantee and offset. */
    List<Violation> shownViolations() {
        return violations.stream()
                .sorted(Violation.BY_GUARANTEE_AND_OFFSET)
                .limit(SHOWN_MAX)
                .toList();
    }

    List<String> shownNotes() {
        List<String> shown = new ArrayList<>(notes);
        if (noteCount > notes.size()) {
            shown.add("… and " + (noteCount - notes.size()) + " more notes");
        }
        return shown;
    }

    private void keep(Violation violation) {
        violationCount++;
        if (violations.size() < KEPT_MAX) {
            violations.add(violation);
        }
    }
}
