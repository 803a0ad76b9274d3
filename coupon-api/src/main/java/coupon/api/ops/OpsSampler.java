package coupon.api.ops;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.CouponView;
import coupon.api.coupon.StoreCalls;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponState;
import coupon.core.incident.Incident;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.store.OperatorActionLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import reactor.core.publisher.Mono;

/**
 * Samples once a second what all viewers see. A part that does not answer within the second is shown as it was last
 * known, and delays no sample.
 */
final class OpsSampler {
    private static final int COUPONS_MAX = 60;
    private static final int DEAD_LETTERS_MAX = 20;
    private static final int ACTIONS_MAX = 30;
    private static final Duration SILENCE_MAX = Duration.ofSeconds(4);
    private static final Duration INCIDENTS_WITHIN = Duration.ofHours(1);

    private final CouponSnapshot coupons;
    private final QueueView queue;
    private final DeadLetterQueue deadLetters;
    private final OperatorActionLog actions;
    private final DecisionMeter decisions;
    private final MeterRegistry meters;
    private final Clock clock;
    /** How viewers tell this instance from others. */
    private final String instance;

    private final boolean rehearsals;

    private final Overselling overselling = new Overselling();
    private volatile List<OpsSample.Letter> letters = List.of();
    private volatile List<OpsSample.Action> acts = List.of();
    private long accepted;
    private long refused;

    OpsSampler(
            CouponSnapshot coupons,
            QueueView queue,
            DeadLetterQueue deadLetters,
            OperatorActionLog actions,
            DecisionMeter decisions,
            MeterRegistry meters,
            Clock clock,
            Environment environment,
            Rehearsals rehearsals) {
        this.coupons = coupons;
        this.queue = queue;
        this.deadLetters = deadLetters;
        this.actions = actions;
        this.decisions = decisions;
        this.meters = meters;
        this.clock = clock;
        this.instance = environment.getProperty("HOSTNAME", "coupon-api");
        this.rehearsals = rehearsals.areAllowed();
    }

    /** To be called once a second, never concurrently. */
    OpsSample sample() {
        Instant now = clock.instant();
        List<Coupon> all = coupons.all();
        DecisionMeter.Decided decided = decisions.take();
        return new OpsSample(
                now.toEpochMilli(),
                instance,
                rehearsals,
                rates(decided),
                decided.latency(),
                new OpsSample.Promises(
                        overselling.seen(all),
                        decided.doubled(),
                        count("coupon.promises.broken"),
                        count("coupon.promises.checked")),
                queue.at(now, decided.count()),
                all.stream()
                        .sorted(onSaleFirst(now))
                        .limit(COUPONS_MAX)
                        .map(coupon -> row(coupon, decided, now))
                        .toList(),
                queue.membership(),
                health(now),
                letters,
                incidents(now),
                acts);
    }

    /** Refused is what was refused before the queue: sold out, not open, over the rate, unavailable. */
    private OpsSample.Rates rates(DecisionMeter.Decided decided) {
        long acceptedBefore = accepted;
        long refusedBefore = refused;
        accepted = count(meters.find("coupon.publish").tag("outcome", "ACCEPTED"));
        refused = count(meters.find("http.server.requests")
                .tag("uri", "/api/coupons/{couponId}/issue")
                .tag("outcome", outcome -> !outcome.equals("SUCCESS")));
        return new OpsSample.Rates(
                accepted - acceptedBefore, refused - refusedBefore, decided.count(), decided.outcomes());
    }

    private static long count(Search timers) {
        return timers.timers().stream().mapToLong(Timer::count).sum();
    }

    private long count(String counter) {
        return (long) meters.get(counter).counter().count();
    }

    /** What cannot be read stays as it was. To be called every few seconds, never concurrently. */
    Mono<Void> readLists() {
        Mono<?> newestLetters = deadLetters
                .newest(DEAD_LETTERS_MAX)
                .map(OpsSampler::letter)
                .collectList()
                .doOnNext(read -> letters = read);
        Mono<?> newestActions = StoreCalls.read(actions.newest(ACTIONS_MAX))
                .doOnNext(read -> acts = read.stream().map(OpsSampler::action).toList());
        return Mono.whenDelayError(newestLetters, newestActions).onErrorComplete();
    }

    private List<OpsSample.Health> health(Instant now) {
        boolean read =
                coupons.age().filter(age -> age.compareTo(SILENCE_MAX) < 0).isPresent();
        return List.of(
                health("Queue", queue.measuredWithin(SILENCE_MAX, now)), health("Database", read), health("API", true));
    }

    private static OpsSample.Health health(String name, boolean up) {
        String detail = up ? "" : "no answer for more than " + SILENCE_MAX.toSeconds() + " s";
        return new OpsSample.Health(name, up ? "UP" : "DOWN", detail);
    }

    /** The topic alerts that stand, then what failed in this instance, newest first. */
    private List<OpsSample.Incident> incidents(Instant now) {
        Stream<OpsSample.Incident> recent = Incident.recent().stream()
                .filter(entry -> entry.at().isAfter(now.minus(INCIDENTS_WITHIN)))
                .map(entry -> new OpsSample.Incident(
                        entry.at().toEpochMilli(), entry.text(), entry.text().contains("no longer fails")));
        return Stream.concat(queue.alerts().stream(), recent).toList();
    }

    private static OpsSample.Letter letter(DeadLetter letter) {
        String position =
                letter.position().partition() + "-" + letter.position().offset();
        return new OpsSample.Letter(position, letter.reason(), letter.setAsideAt());
    }

    private static OpsSample.Action action(OperatorActionLog.OperatorAction it) {
        Integer status = it.status();
        String result = status == null ? " (no response)" : status >= 400 ? " (refused: " + status + ")" : "";
        return new OpsSample.Action(it.at().toEpochMilli(), it.operator(), inWords(it.action()) + result);
    }

    /** The call as the page names it; any other stays as it is. */
    private static String inWords(String call) {
        return call.replaceFirst("^POST /api/admin/coupons$", "created a coupon")
                .replaceFirst("^PATCH /api/admin/coupons/(\\d+)$", "edited coupon $1")
                .replaceFirst("^POST /api/admin/coupons/(\\d+)/codes$", "imported codes for coupon $1")
                .replaceFirst("^POST /api/admin/dead-letters/([-\\d]+)/replay$", "replayed dead letter $1")
                .replaceFirst("^POST /ops/coupons/(\\d+)/audit$", "audited coupon $1")
                .replaceFirst("^POST /ops/rehearsals$", "started a rehearsal");
    }

    private static OpsSample.CouponRow row(Coupon coupon, DecisionMeter.Decided decided, Instant now) {
        return new OpsSample.CouponRow(
                CouponView.of(coupon, now),
                coupon.available(),
                decided.issuedByCoupon().getOrDefault(coupon.couponId(), 0L),
                coupon.codes() != null,
                CouponView.etag(coupon));
    }

    private static Comparator<Coupon> onSaleFirst(Instant now) {
        return Comparator.<Coupon>comparingInt(coupon -> rank(coupon.stateAt(now)))
                .thenComparing(Coupon::couponId, Comparator.reverseOrder());
    }

    private static int rank(CouponState state) {
        return switch (state) {
            case OPEN, PAUSED -> 0;
            case SCHEDULED -> 1;
            case SOLD_OUT -> 2;
            case CLOSED -> 3;
        };
    }
}
