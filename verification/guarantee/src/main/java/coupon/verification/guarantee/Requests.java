package coupon.verification.guarantee;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the log and the request store say together. A row is taken for that of its event's record, whatever user, time
 * or position it says: where they differ is found once, by {@link ExactlyOneOutcome}, and not once more as a wrong
 * outcome, a missing result or a holder who never won.
 */
final class Requests {
    private final Evidence evidence;
    private final Map<UUID, Decision> byId;

    /** Rows that do not say the same as their events. */
    final Map<UUID, Decision> storedOtherwise = new HashMap<>();

    /** Rows whose event the log does not hold, or no longer. */
    final List<Decision> withoutRecord = new ArrayList<>();

    /** By coupon. */
    final Map<Long, Holders> holders = new HashMap<>();

    Requests(Evidence evidence) {
        this.evidence = evidence;
        byId = new HashMap<>(evidence.stored.size() * 2);
        evidence.stored.forEach(row -> byId.putIfAbsent(row.eventId(), row));
        Map<UUID, LogRecord> records = records();
        byId.replaceAll((id, row) -> {
            LogRecord record = records.get(id);
            if (record == null || !record.isAt(row) && isTrusted(row)) {
                withoutRecord.add(row);
                return row;
            }
            Decision ofEvent = row.of(record);
            if (ofEvent.equals(row)) {
                return row;
            }
            storedOtherwise.put(id, row);
            return ofEvent;
        });
        evidence.holdingsBefore.forEach(it -> holders(it.couponId()).before.add(it.userId()));
        evidence.holdings.forEach(it -> holders(it.couponId()).holds(it.userId(), it.issuedAtMicros()));
        byId.values().stream()
                .filter(Decision::isSuccess)
                .forEach(row -> holders(row.couponId()).successes.add(row));
        holders.values().forEach(Holders::judge);
    }

    /** The first row of each event. */
    Collection<Decision> all() {
        return byId.values();
    }

    @Nullable
    Decision of(@Nullable UUID eventId) {
        return eventId == null ? null : byId.get(eventId);
    }

    /** The row itself, though it may not say the same as its event. */
    Decision asStored(Decision row) {
        return storedOtherwise.getOrDefault(row.eventId(), row);
    }

    Holders holders(long couponId) {
        return holders.computeIfAbsent(couponId, id -> new Holders(id, evidence));
    }

    /** Whether nothing is left to prove it by: its record has expired, or was in a former topic. */
    private boolean isTrusted(Decision row) {
        return evidence.coverage.isExpired(row) || evidence.coverage.isOfFormerTopic(row);
    }

    /** Of each event that has a row, the first record in the row's partition, or else the first. */
    private Map<UUID, LogRecord> records() {
        Map<UUID, LogRecord> records = new HashMap<>(byId.size() * 2);
        for (LogRecord record : evidence.log) {
            Decision row = of(record.eventId());
            if (row != null) {
                records.merge(
                        row.eventId(),
                        record,
                        (first, next) -> first.partition() == row.partition() || next.partition() != row.partition()
                                ? first
                                : next);
            }
        }
        return records;
    }
}
