package coupon.core.store;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static coupon.core.testing.Fixtures.request;
import static coupon.core.testing.Fixtures.requests;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.store.CouponIssueStore.Known;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
        assertThat(read(List.of(request(1, 16), request(1, 18), request(2, 16), request(2, 18)))
                        .holdings())
                .isEqualTo(Set.of(new Holding(1, 16), new Holding(2, 16)));
        assertThat(stockOf(1)).isEqualTo(1);
        assertThat(stockOf(2)).isEqualTo(2);
    }

    @Test
    void successes_are_numbered_without_gaps_in_the_order_of_decision_and_keep_their_number() {
        given(aCoupon().withId(1).withStock(5).build());
        given(aCoupon().withId(2).withStock(5).build());
        List<CouponIssueRequest> first = List.of(request(1, 16), request(2, 16), request(1, 16), request(1, 17));
        List<CouponIssueRequest> second = List.of(request(1, 17), request(1, 18), request(2, 18));

        assertThat(process(first)).extracting(CouponIssueResult::number).containsExactly(1L, 1L, null, 2L);
        assertThat(process(second)).extracting(CouponIssueResult::number).containsExactly(null, 3L, 2L);
        assertThat(process(first)).extracting(CouponIssueResult::number).containsExactly(1L, 1L, null, 2L);
        assertThat(lockCoupons(List.of(1L, 2L)).values())
                .extracting(Coupon::lastNumber)
                .containsExactly(3L, 2L);
    }

    @Test
    void a_coupon_with_codes_issues_no_more_than_it_has_codes() {
        given(new Coupon(1, "codes", 5, 5, null, null, false, 0, 0, 2L));

        assertThat(process(requests(16, 18)))
                .extracting(CouponIssueResult::outcome)
                .containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
        assertThat(stockOf(1)).isEqualTo(3);
    }

    @Test
    void every_outcome_can_be_stored() {
        given(aCoupon().withStock(3).build());
        List<CouponIssueResult> results = Stream.of(CouponIssueStatus.values())
                .map(outcome -> result(1, 1 + outcome.ordinal(), outcome))
                .toList();

        save(results);

        assertThat(findDecided(results)).containsExactlyInAnyOrderElementsOf(results);
    }

    @Test
    void nothing_asked_is_nothing_found_and_nothing_saved() {
        assertThat(read(List.of())).isEqualTo(new Known(Map.of(), Map.of(), Set.of()));
        save(List.of());
    }

    @Test
    void a_rule_that_fails_leaves_nothing_behind() {
        given(aCoupon().withStock(3).build());
        CouponIssueRequest request = request(1, 16);

        assertThatThrownBy(() -> store().decideAndStore(List.of(request), true, known -> {
                            throw new IllegalArgumentException("the rule");
                        })
                        .block())
                .hasMessage("the rule");

        assertThat(read(List.of(request)).decided()).isEmpty();
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
    void a_user_cannot_get_a_coupon_twice_and_a_failure_undoes_the_whole_batch() {
        given(aCoupon().withStock(3).build());
        save(List.of(result(1, 16, CouponIssueStatus.SUCCESS)));
        List<CouponIssueResult> another =
                List.of(result(1, 17, CouponIssueStatus.SUCCESS), result(1, 16, CouponIssueStatus.SUCCESS));

        assertThatThrownBy(() -> save(another)).isNotInstanceOf(StoreRejectedException.class);
        assertThat(findDecided(another)).isEmpty();
        assertThat(findHoldings(another)).isEqualTo(Set.of(new Holding(1, 16)));
        assertThat(stockOf(1)).isEqualTo(2);
    }

    @Test
    void a_stock_that_would_fall_below_zero_fails_the_batch() {
        given(aCoupon().withStock(1).build());
        List<CouponIssueResult> tooMany =
                List.of(result(1, 16, CouponIssueStatus.SUCCESS), result(1, 17, CouponIssueStatus.SUCCESS));

        assertThatThrownBy(() -> save(tooMany)).isInstanceOf(StoreRejectedException.class);

        assertThat(findDecided(tooMany)).isEmpty();
        assertThat(findHoldings(tooMany)).isEmpty();
        assertThat(stockOf(1)).isEqualTo(1);
    }

    @Test
    void a_large_batch_is_decided_as_a_small_one_when_some_of_it_was_decided_before() {
        given(aCoupon().withStock(500).build());
        List<CouponIssueRequest> queue = requests(1, 400);
        List<CouponIssueResult> first = process(queue.subList(0, 250));

        List<CouponIssueResult> again = process(queue);

        assertThat(again.subList(0, 250)).isEqualTo(first);
        assertThat(again)
                .extracting(CouponIssueResult::number)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
        assertThat(stockOf(1)).isEqualTo(100);
    }

    @Test
    void a_user_who_has_the_coupon_is_a_duplicate_in_a_large_batch_too() {
        given(aCoupon().withStock(500).build());
        process(requests(201, 210));

        List<CouponIssueResult> results = process(requests(1, 300));

        assertOutcome(CouponIssueStatus.DUPLICATE_REQUEST, results.subList(200, 210));
        assertThat(results.stream().map(CouponIssueResult::number).filter(Objects::nonNull))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 300).boxed().toList());
        assertThat(stockOf(1)).isEqualTo(200);
    }

    @Test
    void of_a_large_batch_for_a_coupon_that_sells_out_those_who_have_it_are_duplicates() {
        given(aCoupon().withStock(310).build());
        process(requests(1, 10));

        for (int round = 0; round < 2; round++) {
            List<CouponIssueRequest> queue = new ArrayList<>(requests(11 + 600 * round, 610 + 600 * round));
            queue.addAll(requests(1, 10));
            List<CouponIssueResult> results = process(queue);

            int left = round == 0 ? 300 : 0;
            assertOutcome(CouponIssueStatus.SUCCESS, results.subList(0, left));
            assertOutcome(CouponIssueStatus.OUT_OF_STOCK, results.subList(left, 600));
            assertOutcome(CouponIssueStatus.DUPLICATE_REQUEST, results.subList(600, 610));
            assertThat(stockOf(1)).isZero();
        }
    }

    @Test
    void the_processor_decides_a_sale_on_it_once_however_often_it_is_delivered() {
        given(aCoupon().withStock(50).build());
        List<CouponIssueRequest> queue =
                LongStream.range(0, 200).mapToObj(i -> request(1, 1 + i % 80)).toList();

        List<CouponIssueResult> first = process(queue.subList(0, 120));
        List<CouponIssueResult> all = process(queue);

        assertThat(all.subList(0, 120)).isEqualTo(first);
        assertThat(all.stream().filter(CouponIssueResult::isSuccess).map(CouponIssueResult::userId))
                .containsExactlyElementsOf(queue.subList(0, 50).stream()
                        .map(it -> it.event().userId())
                        .toList());
        assertOutcome(CouponIssueStatus.DUPLICATE_REQUEST, all.subList(120, 130));
        assertThat(stockOf(1)).isZero();
    }

    /** Of all of them, and there may be none. */
    private static void assertOutcome(CouponIssueStatus outcome, List<CouponIssueResult> results) {
        assertThat(results).extracting(CouponIssueResult::outcome).allMatch(outcome::equals);
    }

    protected final List<CouponIssueResult> process(List<CouponIssueRequest> batch) {
        return new CouponIssueProcessor(store(), Clock.fixed(NOON, ZoneOffset.UTC))
                .processBatch(batch)
                .blockOptional()
                .orElseThrow();
    }

    /** What is known about a batch that is small enough to be read for. */
    protected final Known read(List<CouponIssueRequest> batch) {
        AtomicReference<Known> read = new AtomicReference<>();
        store().decideAndStore(batch, true, known -> {
                    read.set(known);
                    return List.of();
                })
                .block();
        return Objects.requireNonNull(read.get());
    }

    protected final Map<Long, Coupon> lockCoupons(List<Long> couponIds) {
        return read(couponIds.stream().map(id -> request(id, 1)).toList()).coupons();
    }

    protected final Set<Holding> findHoldings(List<CouponIssueResult> results) {
        return readInSmallBatches(results)
                .flatMap(known -> known.holdings().stream())
                .collect(toSet());
    }

    protected final List<CouponIssueResult> findDecided(List<CouponIssueResult> results) {
        return readInSmallBatches(results)
                .flatMap(known -> known.decided().values().stream())
                .toList();
    }

    private Stream<Known> readInSmallBatches(List<CouponIssueResult> results) {
        return IntStream.iterate(0, from -> from < results.size(), from -> from + 100)
                .mapToObj(from -> results.subList(from, Math.min(results.size(), from + 100)))
                .map(batch -> read(requestsOf(batch)));
    }

    protected final void save(List<CouponIssueResult> results) {
        store().decideAndStore(requestsOf(results), true, known -> results).block();
    }

    private static List<CouponIssueRequest> requestsOf(List<CouponIssueResult> results) {
        return results.stream()
                .map(result -> new CouponIssueRequest(
                        new CouponIssueEvent(
                                result.eventId(), result.userId(), result.couponId(), result.requestedAt()),
                        result.position()))
                .toList();
    }

    protected static CouponIssueResult result(long couponId, long userId, CouponIssueStatus outcome) {
        return CouponIssueResult.of(request(couponId, userId), outcome, NOON.plusNanos(654_321_000));
    }
}
