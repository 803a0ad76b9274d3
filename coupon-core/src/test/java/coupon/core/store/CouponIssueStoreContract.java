package coupon.core.store;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static coupon.core.testing.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.processor.CouponIssueProcessor;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What every {@link CouponIssueStore} promises. */
public abstract class CouponIssueStoreContract {
    protected abstract CouponIssueStore store();

    protected abstract void given(Coupon coupon);

    protected abstract long stockOf(long couponId);

    @Test
    void locked_coupons_come_as_they_are_and_unknown_ones_do_not_come() {
        Coupon coupon = aCoupon()
                .withId(1)
                .withStock(7)
                .opensAt(NOON)
                .closesAt(NOON.plusNanos(123_456_000))
                .isPaused()
                .build();
        given(coupon);
        given(aCoupon().withId(2).build());

        assertThat(lockCoupons(List.of(1L, 3L))).isEqualTo(Map.of(1L, coupon));
    }

    @Test
    void what_was_saved_is_found_and_taken_from_the_stock() {
        given(aCoupon().withId(1).withStock(3).build());
        given(aCoupon().withId(2).withStock(3).build());
        List<CouponIssueResult> results = List.of(
                result(1, 16, CouponIssueStatus.SUCCESS),
                result(1, 17, CouponIssueStatus.SUCCESS),
                result(2, 16, CouponIssueStatus.SUCCESS),
                result(2, 18, CouponIssueStatus.BUSINESS_ERROR),
                result(9, 18, CouponIssueStatus.VALIDATION_FAILED));

        save(results);

        assertThat(findDecided(results)).containsExactlyInAnyOrderElementsOf(results);
        assertThat(findHoldings(Set.of(new Holding(1, 16), new Holding(1, 18), new Holding(2, 16), new Holding(2, 18))))
                .isEqualTo(Set.of(new Holding(1, 16), new Holding(2, 16)));
        assertThat(stockOf(1)).isEqualTo(1);
        assertThat(stockOf(2)).isEqualTo(2);
    }

    @Test
    void successes_are_numbered_without_gaps_in_the_order_of_decision_and_keep_their_number() {
        given(aCoupon().withId(1).withStock(5).build());
        given(aCoupon().withId(2).withStock(5).build());
        var processor = new CouponIssueProcessor(store(), Clock.fixed(NOON, ZoneOffset.UTC));
        List<CouponIssueRequest> first = List.of(request(1, 16), request(2, 16), request(1, 16), request(1, 17));
        List<CouponIssueRequest> second = List.of(request(1, 17), request(1, 18), request(2, 18));

        assertThat(processor.processBatch(first).blockOptional().orElseThrow())
                .extracting(CouponIssueResult::number)
                .containsExactly(1L, 1L, null, 2L);
        assertThat(processor.processBatch(second).blockOptional().orElseThrow())
                .extracting(CouponIssueResult::number)
                .containsExactly(null, 3L, 2L);
        assertThat(processor.processBatch(first).blockOptional().orElseThrow())
                .extracting(CouponIssueResult::number)
                .containsExactly(1L, 1L, null, 2L);
        assertThat(lockCoupons(List.of(1L, 2L)).values())
                .extracting(Coupon::lastNumber)
                .containsExactly(3L, 2L);
    }

    @Test
    void a_coupon_with_codes_issues_no_more_than_it_has_codes() {
        given(new Coupon(1, "codes", 5, 5, null, null, false, 0, 0, 2L));
        var processor = new CouponIssueProcessor(store(), Clock.fixed(NOON, ZoneOffset.UTC));

        assertThat(processor
                        .processBatch(List.of(request(1, 16), request(1, 17), request(1, 18)))
                        .blockOptional()
                        .orElseThrow())
                .extracting(CouponIssueResult::outcome)
                .containsExactly(
                        CouponIssueStatus.SUCCESS, CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
        assertThat(stockOf(1)).isEqualTo(3);
    }

    @Test
    void every_outcome_can_be_stored() {
        given(aCoupon().withStock(3).build());
        List<CouponIssueResult> results = new ArrayList<>();
        for (CouponIssueStatus outcome : CouponIssueStatus.values()) {
            results.add(result(1, outcome.ordinal(), outcome));
        }

        save(results);

        assertThat(findDecided(results)).containsExactlyInAnyOrderElementsOf(results);
    }

    @Test
    void nothing_asked_is_nothing_found_and_nothing_saved() {
        assertThat(lockCoupons(Set.of())).isEmpty();
        assertThat(findDecided(List.of())).isEmpty();
        assertThat(findHoldings(Set.of())).isEmpty();
        save(List.of());
    }

    @Test
    void a_failure_after_saving_leaves_nothing_behind() {
        given(aCoupon().withStock(3).build());
        List<CouponIssueResult> results = List.of(result(1, 16, CouponIssueStatus.SUCCESS));

        assertThatThrownBy(() -> run(transaction ->
                        transaction.save(results).then(Mono.error(new IllegalArgumentException("after the save")))))
                .hasMessage("after the save");

        assertThat(findDecided(results)).isEmpty();
        assertThat(stockOf(1)).isEqualTo(3);
    }

    @Test
    void an_event_cannot_be_stored_twice() {
        given(aCoupon().withStock(3).build());
        List<CouponIssueResult> results = List.of(result(1, 16, CouponIssueStatus.SUCCESS));
        save(results);

        assertThatThrownBy(() -> save(results)).isNotInstanceOf(StoreRejectedException.class);
        assertThat(stockOf(1)).isEqualTo(2);
    }

    @Test
    void a_user_cannot_get_a_coupon_twice() {
        given(aCoupon().withStock(3).build());
        save(List.of(result(1, 16, CouponIssueStatus.SUCCESS)));
        CouponIssueResult again = result(1, 16, CouponIssueStatus.SUCCESS);

        assertThatThrownBy(() -> save(List.of(again))).isNotInstanceOf(StoreRejectedException.class);
        assertThat(findDecided(List.of(again))).isEmpty();
        assertThat(stockOf(1)).isEqualTo(2);
    }

    @Test
    void the_processor_decides_a_sale_on_it_once_however_often_it_is_delivered() {
        given(aCoupon().withStock(50).build());
        var processor = new CouponIssueProcessor(store(), Clock.fixed(NOON, ZoneOffset.UTC));
        List<CouponIssueRequest> line = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            line.add(request(1, 1 + i % 80));
        }

        List<CouponIssueResult> first =
                processor.processBatch(line.subList(0, 120)).block();
        List<CouponIssueResult> all =
                processor.processBatch(line).blockOptional().orElseThrow();

        assertThat(all.subList(0, 120)).isEqualTo(first);
        assertThat(all.stream().filter(CouponIssueResult::isSuccess).map(CouponIssueResult::userId))
                .containsExactlyElementsOf(line.subList(0, 50).stream()
                        .map(it -> it.event().userId())
                        .toList());
        assertThat(all.subList(120, 130))
                .extracting(CouponIssueResult::outcome)
                .containsOnly(CouponIssueStatus.DUPLICATE_REQUEST);
        assertThat(stockOf(1)).isZero();
    }

    protected final <T> T run(Function<CouponIssueTransaction, Mono<T>> work) {
        return store().inTransaction(work).blockOptional().orElseThrow();
    }

    protected final Map<Long, Coupon> lockCoupons(Collection<Long> couponIds) {
        return run(transaction -> transaction.lockCoupons(couponIds));
    }

    protected final Set<Holding> findHoldings(Collection<Holding> wanted) {
        return run(transaction -> transaction.findHoldings(wanted));
    }

    protected final void save(List<CouponIssueResult> results) {
        run(transaction -> transaction.save(results).thenReturn(results));
    }

    protected final List<CouponIssueResult> findDecided(List<CouponIssueResult> results) {
        List<UUID> ids = results.stream().map(CouponIssueResult::eventId).toList();
        return List.copyOf(run(transaction -> transaction.findDecided(ids)).values());
    }

    protected static CouponIssueResult result(long couponId, long userId, CouponIssueStatus outcome) {
        return CouponIssueResult.of(request(couponId, userId), outcome, NOON.plusNanos(654_321_000));
    }
}
