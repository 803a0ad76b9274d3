package coupon.api.result;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.queue.QueueProgress;
import coupon.api.testing.NoCoupons;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.CouponState;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.store.CouponCodes;
import coupon.core.store.CouponIssueResultRepository;
import coupon.core.testing.Fixtures;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a status poll costs, and that it is right. */
class RequestServiceTest {
    private final Map<UUID, CouponIssueResult> stored = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final CouponSnapshot coupons = new CouponSnapshot(new NoCoupons(), Clock.systemUTC());
    private final QueueProgress progress = new QueueProgress(() -> 0);
    private final CouponIssueResultRepository results = id -> Mono.defer(() -> {
        queries.incrementAndGet();
        return Mono.justOrEmpty(stored.get(id));
    });
    private final RequestService service = new RequestService(results, new Codes(), coupons, progress);

    private final CouponIssueRequest request = Fixtures.request(1, 16);
    private final UUID id = request.event().eventId();
    private final RequestTicket ticket = RequestTicket.of(request.event(), request.position());

    @Test
    void an_outcome_that_passed_through_this_instance_costs_no_query() {
        service.accept(result(id, CouponIssueStatus.SUCCESS, request.position()));

        RequestView view = find(ticket);

        assertThat(view.outcome()).isEqualTo(CouponIssueStatus.SUCCESS);
        assertThat(view.acceptedAt()).isEqualTo(request.event().requestedAt());
        assertThat(queries).hasValue(0);
        assertThat(service.find(2, id, Optional.of(ticket)).block()).isNull();
    }

    @Test
    void of_a_request_that_was_queued_twice_the_database_knows_which_record_counted() {
        service.accept(result(id, CouponIssueStatus.OUT_OF_STOCK, new QueuePosition(0, 999_999)));
        stored.put(id, CouponIssueResult.of(request, CouponIssueStatus.SUCCESS, Fixtures.NOON));

        assertThat(find(ticket).outcome()).isEqualTo(CouponIssueStatus.SUCCESS);
        assertThat(queries).hasValue(1);
    }

    @Test
    void only_the_latest_results_are_kept() {
        service.accept(result(id, CouponIssueStatus.SUCCESS, request.position()));
        for (int later = 0; later < RequestService.RECENT_MAX; later++) {
            service.accept(result(UUID.randomUUID(), CouponIssueStatus.SUCCESS, new QueuePosition(0, later)));
        }
        stored.put(id, CouponIssueResult.of(request, CouponIssueStatus.SUCCESS, Fixtures.NOON));

        assertThat(find(ticket).state()).isEqualTo(RequestView.State.DECIDED);
        assertThat(queries).hasValue(1);
    }

    @Test
    void a_request_that_is_far_from_its_turn_costs_no_query_and_one_that_is_near_does() {
        UUID single = UUID.fromString("00000000-0000-7000-8000-000000000001");
        progress.committed(Map.of(0, 0L));

        RequestView far = requireNonNull(
                service.find(1, single, Optional.of(ticketAt(1_000_000))).block());
        assertThat(far.position()).isEqualTo(1_000_000);
        assertThat(queries).hasValue(0);

        RequestView near = requireNonNull(
                service.find(1, single, Optional.of(ticketAt(10))).block());
        assertThat(near.position()).isEqualTo(10);
        assertThat(queries).hasValue(1);
    }

    @Test
    void that_the_coupon_is_paused_is_said_of_an_undecided_request_and_costs_no_query() {
        UUID single = UUID.fromString("00000000-0000-7000-8000-000000000001");
        progress.committed(Map.of(0, 0L));
        coupons.remember(Fixtures.aCoupon().isPaused().build());

        RequestView waiting = requireNonNull(
                service.find(1, single, Optional.of(ticketAt(1_000_000))).block());
        assertThat(waiting.couponState()).isEqualTo(CouponState.PAUSED);
        assertThat(queries).hasValue(0);
        coupons.remember(Fixtures.aCoupon().build());
        assertThat(requireNonNull(service.find(1, single, Optional.of(ticketAt(1_000_000)))
                                .block())
                        .couponState())
                .isNull();

        service.accept(result(id, CouponIssueStatus.SUCCESS, request.position()));
        coupons.remember(Fixtures.aCoupon().isPaused().build());
        assertThat(find(ticket).couponState()).isNull();
    }

    @Test
    void without_a_ticket_the_database_is_asked() {
        stored.put(id, CouponIssueResult.of(request, CouponIssueStatus.SUCCESS, Fixtures.NOON));

        assertThat(requireNonNull(service.find(1, id, Optional.empty()).block()).outcome())
                .isEqualTo(CouponIssueStatus.SUCCESS);
        assertThat(service.find(1, UUID.randomUUID(), Optional.empty()).block()).isNull();
    }

    @Test
    void a_success_has_its_number_and_where_the_coupon_has_codes_its_code() {
        service.accept(result(id, CouponIssueStatus.SUCCESS, request.position()));
        assertThat(find(ticket).number()).isEqualTo(17);
        assertThat(find(ticket).code()).isNull();

        coupons.remember(new Coupon(1, "with codes", 100, 100, null, null, false, 0, 0, 100L));
        RequestView withCode = find(ticket);

        assertThat(withCode.code()).isEqualTo("CODE-17");
        assertThat(withCode.toString()).doesNotContain("CODE-17");
    }

    private RequestView find(RequestTicket ticket) {
        return requireNonNull(service.find(1, id, Optional.of(ticket)).block());
    }

    private RequestTicket ticketAt(long offset) {
        return new RequestTicket(new QueuePosition(0, offset), 16, Fixtures.NOON);
    }

    private PublishedResult result(UUID eventId, CouponIssueStatus outcome, QueuePosition position) {
        return new PublishedResult(
                eventId, 16, 1, outcome, Fixtures.NOON, position.partition(), position.offset(), 17L);
    }

    private record Codes() implements CouponCodes {
        @Override
        public Mono<Import> add(long couponId, Flux<String> codes, String changedBy) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<String> find(long couponId, long number) {
            return Mono.just("CODE-" + number);
        }
    }
}
