package coupon.core.processor;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static coupon.core.testing.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueTransaction;
import coupon.core.store.StoreRejectedException;
import coupon.core.store.memory.DelegatingTransaction;
import coupon.core.store.memory.InMemoryCouponIssueStore;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CouponIssueProcessorTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plusNanos(1_999), ZoneOffset.UTC);

    private final InMemoryCouponIssueStore store = new InMemoryCouponIssueStore();
    private final CouponIssueProcessor processor = new CouponIssueProcessor(store, CLOCK);

    @BeforeEach
    void one_coupon_with_one_in_stock() {
        store.put(aCoupon().withStock(1).build());
    }

    @Test
    void a_batch_is_decided_and_stored_in_the_order_of_the_line() {
        List<CouponIssueRequest> batch = List.of(request(1, 16), request(1, 17));

        List<CouponIssueResult> results = process(batch);

        assertThat(results)
                .extracting(CouponIssueResult::outcome)
                .containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
        assertThat(store.ledger().values()).containsExactlyInAnyOrderElementsOf(results);
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

        store.put(aCoupon().build().withStock(5));

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
    void an_outage_fails_the_whole_batch_and_stores_nothing() {
        var broken = new CouponIssueProcessor(failingAtSave(new IllegalStateException("connection lost")), CLOCK);

        assertThatThrownBy(() -> broken.processBatch(List.of(request(1, 16))).block())
                .hasMessage("connection lost");
        assertThat(store.ledger()).isEmpty();
    }

    @Test
    void an_empty_batch_has_no_results() {
        assertThat(process(List.of())).isEmpty();
    }

    private List<CouponIssueResult> process(List<CouponIssueRequest> batch) {
        return processor.processBatch(batch).blockOptional().orElseThrow();
    }

    private CouponIssueStore refusing(long userId) {
        return withSave((transaction, results) ->
                results.stream().anyMatch(result -> result.userId() == userId && result.isSuccess())
                        ? Mono.error(new StoreRejectedException("refused", new RuntimeException("data")))
                        : transaction.save(results));
    }

    private CouponIssueStore failingAtSave(RuntimeException failure) {
        return withSave((transaction, results) -> Mono.error(failure));
    }

    private CouponIssueStore withSave(SaveOverride save) {
        return new CouponIssueStore() {
            @Override
            public <T> Mono<T> inTransaction(Function<CouponIssueTransaction, Mono<T>> work) {
                return store.inTransaction(transaction -> work.apply(saving(transaction, save)));
            }
        };
    }

    private static CouponIssueTransaction saving(CouponIssueTransaction real, SaveOverride save) {
        return new DelegatingTransaction(real) {
            @Override
            public Mono<Void> save(List<CouponIssueResult> results) {
                return save.save(real, results);
            }
        };
    }
}
