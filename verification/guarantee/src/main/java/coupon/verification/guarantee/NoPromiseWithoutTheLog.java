package coupon.verification.guarantee;

import coupon.core.domain.Holding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * G7. What clients were answered about the queue is true.
 *
 * <p>Valid: accepted and in the log; refused and not in it; unknown, and either; refused once and accepted when the
 * same key was sent again; accepted once and refused as sold out when the same key was sent again. Invalid: accepted or
 * decided, and not in the log; in the log, and no client got anything but a refusal; an event in the log that
 * belongs to no call at all.
 *
 * <p>A client that lost its connection knows no request id. So an event that no answer names needs a call of the same
 * user for the same coupon that ended so; calls with the same idempotency key count as one.
 */
final class NoPromiseWithoutTheLog implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        Set<UUID> logged = new HashSet<>(evidence.log.size() * 2);
        evidence.log.forEach(record -> logged.add(record.eventId()));
        Set<UUID> mayBeQueued = new HashSet<>(evidence.log.size() * 2);
        Set<String> keys = new HashSet<>();
        Map<Holding, Integer> namelessCalls = new HashMap<>();
        for (Answer answer : evidence.answers) {
            if (answer.isPromise() && !logged.contains(answer.requestId())) {
                findings.add("promised and not in the log: " + answer);
            }
            if (answer.kind() != Answer.Kind.REFUSED && answer.requestId() != null) {
                mayBeQueued.add(answer.requestId());
            } else if (answer.kind() == Answer.Kind.UNKNOWN
                    && (answer.callKey() == null || keys.add(answer.callKey()))) {
                namelessCalls.merge(new Holding(answer.couponId(), answer.userId()), 1, Integer::sum);
            }
        }
        for (LogRecord record : evidence.log) {
            // Added, so that a second occurrence of the event needs no second call.
            if (mayBeQueued.add(record.eventId())) {
                Holding wanted = new Holding(record.couponId(), record.userId());
                if (namelessCalls.merge(wanted, -1, Integer::sum) < 0) {
                    findings.add(record.position(), "queued, and no client may believe so: " + record);
                }
            }
        }
    }
}
