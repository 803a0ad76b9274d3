package coupon.core.processor;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static coupon.core.testing.Fixtures.request;
import static coupon.core.testing.Fixtures.requests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.StoreLockedException;
import coupon.core.store.StoreRejectedException;
import coupon.core.store.memory.InMemoryCouponIssueStore;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CouponIssueProcessorTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plusNanos(1_999), ZoneOffset.UTC);

    private final InMemoryCouponIssueStore store = new InMemoryCouponIssueStore();
    private final CouponIssueProcessor processor = new CouponIssueProcessor(store, CLOCK);
    private final AtomicInteger transactions = new AtomicInteger();

    @BeforeEach
    void one_coupon_with_one_in_stock() {
        store.put(aCoupon().withStock(1).build());
    }

    @Test
    void a_batch_is_decided_and_stored_in_the_order_of_the_queue() {
        List<CouponIssueRequest> batch = List.of(request(1, 16), request(1, 17));

        List<CouponIssueResult> results = process(batch);

        assertThat(results)
                .extracting(CouponIssueResult::outcome)
                .containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
        assertThat(store.requests().values()).containsExactlyInAnyOrderElementsOf(results);
        assertThat(store.coupons().get(1L))
                .isEqualTo(aCoupon().withStock(1).build().issuing(1));
    }

    @Test
    void the_time_of_the_decision_is_what_a_database_can_hold() {
        assertThat(process(List.of(request(1, 16))).get(0).decidedAt()).isEqualTo(NOON.plusNanos(1_000));
    }

    @Test
    void a_redelivered_batch_has_the_results_it_had() {
        List<CouponIssueRequest> batch = List.of(request(1, 16), request(1, 17));
        List<CouponIssueResult> first = process(batch);

        store.put(aCoupon().build().issuing(5));

        assertThat(process(batch)).isEqualTo(first);
        assertThat(store.holdings()).hasSize(1);
    }

    @Test
    void an_event_id_seen_before_keeps_its_outcome_whatever_its_new_body_says() {
        CouponIssueRequest original = request(1, 16);
        CouponIssueRequest forged = new CouponIssueRequest(
                new CouponIssueEvent(original.event().eventId(), 17, 1, NOON), new QueuePosition(0, 99));

        List<CouponIssueResult> results = process(List.of(original, forged));

        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(process(List.of(forged))).containsExactly(results.get(0));
    }

    @Test
    void a_request_that_the_database_refuses_costs_only_itself() {
        store.put(aCoupon().withStock(5).build());
        var picky = new CouponIssueProcessor(refusing(17), CLOCK);

        assertThat(picky.processBatch(List.of(request(1, 16), request(1, 17), request(1, 18)))
                        .block())
                .extracting(CouponIssueResult::outcome)
                .containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.SYSTEM_ERROR, CouponIssueStatus.SUCCESS);
    }

    @Test
    void one_refused_request_among_thousands_is_found_by_bisection() {
        store.put(aCoupon().withStock(5_000).build());
        var picky = new CouponIssueProcessor(refusing(1_234), CLOCK);

        List<CouponIssueResult> results =
                picky.processBatch(requests(1, 2_000)).blockOptional().orElseThrow();

        assertThat(results)
                .extracting(CouponIssueResult::userId)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2_000).boxed().toList());
        assertThat(results.stream().filter(result -> !result.isSuccess()))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.userId()).isEqualTo(1_234);
                    assertThat(result.outcome()).isEqualTo(CouponIssueStatus.SYSTEM_ERROR);
                });
        assertThat(results.stream().map(CouponIssueResult::number).filter(Objects::nonNull))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_999).boxed().toList());
        assertThat(transactions).hasValueLessThanOrEqualTo(24);
    }

    @Test
    void a_coupon_locked_by_another_transaction_does_not_keep_the_others() {
        store.put(aCoupon().withId(1).withStock(5).build());
        store.put(aCoupon().withId(2).withStock(5).build());
        store.put(aCoupon().withId(3).withStock(5).build());
        Set<Long> held = new HashSet<>(Set.of(2L));
        var processor = new CouponIssueProcessor(locking(held), CLOCK);
        List<CouponIssueRequest> batch =
                List.of(request(1, 16), request(2, 16), request(3, 16), request(2, 17), request(1, 17), request(3, 17));

        assertThatThrownBy(() -> processor.processBatch(batch).block())
                .isInstanceOfSatisfying(
                        CouponsLockedException.class,
                        locked -> assertThat(locked.decided())
                                .extracting(CouponIssueResult::couponId, CouponIssueResult::userId)
                                .containsExactlyInAnyOrder(
                                        tuple(1L, 16L), tuple(1L, 17L), tuple(3L, 16L), tuple(3L, 17L)))
                .hasMessageContaining("[2]");
        assertThat(store.requests()).hasSize(4);

        transactions.set(0);
        assertThatThrownBy(() -> processor.processBatch(batch).block()).isInstanceOf(CouponsLockedException.class);
        assertThat(transactions)
                .as("the free coupons together, then the locked one")
                .hasValue(2);

        held.clear();
        assertThat(processor.processBatch(batch).blockOptional().orElseThrow())
                .extracting(CouponIssueResult::couponId, CouponIssueResult::userId, CouponIssueResult::number)
                .containsExactly(
                        tuple(1L, 16L, 1L),
                        tuple(2L, 16L, 1L),
                        tuple(3L, 16L, 1L),
                        tuple(2L, 17L, 2L),
                        tuple(1L, 17L, 2L),
                        tuple(3L, 17L, 2L));
        transactions.set(0);
        processor.processBatch(batch).block();
        assertThat(transactions).as("nothing is locked any more").hasValue(1);
    }

    @Test
    void the_listener_learns_what_was_committed() {
        List<String> heard = new ArrayList<>();
        var listened = new CouponIssueProcessor(
                store,
                CLOCK,
                (decidedNow, redelivered, deciding, storing) -> heard.add(decidedNow.size() + "+" + redelivered));
        List<CouponIssueRequest> batch = List.of(request(1, 16), request(1, 17));

        listened.processBatch(batch).block();
        listened.processBatch(batch).block();

        assertThat(heard).containsExactly("2+0", "0+2");
    }

    @Test
    void an_outage_fails_the_whole_batch_and_stores_nothing() {
        var broken = new CouponIssueProcessor(
                (batch, wait, rule) -> Mono.error(new IllegalStateException("connection lost")), CLOCK);

        assertThatThrownBy(() -> broken.processBatch(List.of(request(1, 16))).block())
                .hasMessage("connection lost");
        assertThat(store.requests()).isEmpty();
    }

    @Test
    void an_empty_batch_has_no_results() {
        assertThat(process(List.of())).isEmpty();
    }

    private List<CouponIssueResult> process(List<CouponIssueRequest> batch) {
        return processor.processBatch(batch).blockOptional().orElseThrow();
    }

    private CouponIssueStore refusing(long userId) {
        return (batch, wait, rule) -> {
            transactions.incrementAndGet();
            return store.decideAndStore(batch, wait, known -> {
                List<CouponIssueResult> decided = rule.apply(known);
                if (decided.stream().anyMatch(result -> result.userId() == userId && result.isSuccess())) {
                    throw new StoreRejectedException("refused", new RuntimeException("data"));
                }
                return decided;
            });
        };
    }

    private CouponIssueStore locking(Set<Long> couponIds) {
        return (batch, wait, rule) -> {
            transactions.incrementAndGet();
            return batch.stream()
                            .anyMatch(request ->
                                    couponIds.contains(request.event().couponId()))
                    ? Mono.error(new StoreLockedException("locked", new RuntimeException("lock wait")))
                    : store.decideAndStore(batch, wait, rule);
        };
    }
}
