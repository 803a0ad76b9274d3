package coupon.core.store.r2dbc;

import static coupon.core.testing.Fixtures.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.IssuedCoupon;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.store.CouponCodes.Added;
import coupon.core.store.CouponCodes.Reason;
import coupon.core.store.CouponCodes.Refused;
import coupon.core.store.CouponCodes.TooMany;
import coupon.core.store.CouponCodes.WithoutCodes;
import coupon.core.store.StoreLockedException;
import coupon.core.store.Winner;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import io.r2dbc.spi.ConnectionFactory;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class R2dbcCouponCodesIT {
    private final TestDatabase database = TestServers.newDatabase();
    private final ConnectionFactory connections = database.connections();
    private final R2dbcCouponCodes codes = new R2dbcCouponCodes(connections);
    private final R2dbcIssuedCouponRepository issued =
            new R2dbcIssuedCouponRepository(DatabaseClient.create(connections));
    private final CouponIssueProcessor processor =
            new CouponIssueProcessor(new R2dbcCouponIssueStore(connections), Clock.systemUTC());
    private long couponId;

    @BeforeEach
    void a_coupon_with_codes() {
        Coupon coupon = new R2dbcCouponRepository(DatabaseClient.create(connections))
                .create("codes", null, null, null, "test")
                .blockOptional()
                .orElseThrow();
        couponId = coupon.couponId();
        assertThat(coupon.codes()).isZero();
        assertThat(coupon.totalQuantity()).isZero();
    }

    @Test
    void every_imported_code_is_one_more_and_success_n_has_the_n_th() {
        assertThat(add("A", "B")).isEqualTo(new Added(2, 2, 2));
        assertThat(decide(16, 17, 18))
                .extracting(CouponIssueResult::outcome, CouponIssueResult::number)
                .containsExactly(
                        tuple(CouponIssueStatus.SUCCESS, 1L),
                        tuple(CouponIssueStatus.SUCCESS, 2L),
                        tuple(CouponIssueStatus.OUT_OF_STOCK, null));

        assertThat(add("a", "~!")).isEqualTo(new Added(2, 4, 2));
        assertThat(decide(18)).extracting(CouponIssueResult::number).containsExactly(3L);

        assertThat(codes.find(couponId, 1).block()).isEqualTo("A");
        assertThat(codes.find(couponId, 3).block()).isEqualTo("a");
        assertThat(codes.find(couponId, 5).block()).isNull();
        Coupon coupon = database.coupon(couponId);
        assertThat(coupon.totalQuantity()).isEqualTo(4);
        assertThat(coupon.stock()).isEqualTo(1);
        assertThat(coupon.lastNumber()).isEqualTo(3);
        assertThat(database.numbers("SELECT quantity FROM coupon_stock_change ORDER BY change_id"))
                .containsExactly(0L, 2L, 2L);
    }

    @Test
    void the_stock_of_an_operator_beyond_the_codes_issues_nothing() {
        add("A");
        database.execute("UPDATE coupon SET stock = 100");

        assertThat(decide(16, 17))
                .extracting(CouponIssueResult::outcome)
                .containsExactly(CouponIssueStatus.SUCCESS, CouponIssueStatus.OUT_OF_STOCK);
    }

    @Test
    void a_repeated_code_is_refused_with_its_line_and_nothing_is_added() {
        add("A", "B");

        assertThat(add("C", "D", "B")).isEqualTo(new Refused(3, Reason.REPEATED));
        assertThat(add("C", "D", "C")).isEqualTo(new Refused(3, Reason.REPEATED));
        List<String> many = new ArrayList<>(many(2_500));
        many.set(2_300, "code-7");
        assertThat(codes.add(couponId, Flux.fromIterable(many), "test").block())
                .isEqualTo(new Refused(2_301, Reason.REPEATED));

        assertThat(database.number("SELECT COUNT(*) FROM coupon_code")).isEqualTo(2);
        assertThat(database.coupon(couponId).stock()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a,b",
                "a\"b",
                "a'b",
                "é",
                "a\n",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void a_malformed_code_is_refused_with_its_line(String malformed) {
        assertThat(add("A", malformed, "A")).isEqualTo(new Refused(2, Reason.MALFORMED));
        assertThat(database.number("SELECT COUNT(*) FROM coupon_code")).isZero();
    }

    @Test
    void an_import_whose_source_fails_adds_nothing() {
        Flux<String> cut = Flux.fromIterable(many(3_000)).concatWith(Flux.error(new IllegalStateException("cut")));

        assertThatThrownBy(() -> codes.add(couponId, cut, "test").block()).hasMessage("cut");

        assertThat(database.number("SELECT COUNT(*) FROM coupon_code")).isZero();
        assertThat(add("A")).isEqualTo(new Added(1, 1, 1));
    }

    @Test
    void only_a_coupon_with_codes_takes_codes() {
        database.insertCoupon(77, 5);

        assertThat(codes.add(77, Flux.just("A"), "test").block()).isEqualTo(new WithoutCodes());
        assertThat(codes.add(78, Flux.just("A"), "test").block()).isNull();
        assertThat(database.coupon(77).stock()).isEqualTo(5);
    }

    @Test
    void the_quantity_stays_bounded() {
        database.execute("UPDATE coupon SET total_quantity = " + CouponEdit.QUANTITY_MAX);

        assertThat(add("A")).isEqualTo(new TooMany());
        assertThat(database.number("SELECT COUNT(*) FROM coupon_code")).isZero();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_import_beside_another_is_refused_and_keeps_no_decision_waiting() throws SQLException {
        add("A");
        try (var other = database.transaction(
                "INSERT INTO coupon_code (coupon_id, number, code) VALUES (" + couponId + ", 2, 'X')")) {
            assertThat(decide(16)).extracting(CouponIssueResult::number).containsExactly(1L);
            assertThatThrownBy(() -> add("B")).isInstanceOf(StoreLockedException.class);
            other.rollback();
        }
        assertThat(add("B")).isEqualTo(new Added(1, 2, 1));
    }

    @Test
    void winners_are_streamed_in_the_order_of_their_numbers_with_their_codes() {
        int count = 4_500;
        codes.add(couponId, Flux.fromIterable(many(count)), "test").block();
        List<Long> users =
                new ArrayList<>(LongStream.rangeClosed(1, count).boxed().toList());
        Collections.reverse(users);
        List<CouponIssueResult> results =
                decide(users.stream().mapToLong(user -> user).toArray());
        database.execute("INSERT INTO user_coupon (coupon_id, user_id) VALUES (" + couponId + ", 9999)");

        List<Winner> winners =
                issued.winners(couponId).collectList().blockOptional().orElseThrow();

        assertThat(winners)
                .extracting(Winner::number, Winner::userId, Winner::requestId, Winner::issuedAt, Winner::code)
                .containsExactlyElementsOf(results.stream()
                        .map(result -> tuple(
                                result.number(),
                                result.userId(),
                                result.eventId(),
                                result.decidedAt(),
                                "code-" + result.number()))
                        .toList());
        StepVerifier.create(issued.winners(couponId), 3)
                .expectNextCount(3)
                .thenCancel()
                .verify();
        assertThat(issued.winners(78).collectList().block()).isEmpty();
    }

    @Test
    void a_user_sees_number_and_code_and_logs_do_not() {
        add("SECRET");
        decide(16);

        IssuedCoupon mine = requireNonNull(issued.newest(16, 0, 10).block()).get(0);

        assertThat(mine.number()).isEqualTo(1);
        assertThat(mine.code()).isEqualTo("SECRET");
        assertThat(mine.toString()).doesNotContain("SECRET");
        assertThat(requireNonNull(issued.winners(couponId).blockFirst()).toString())
                .doesNotContain("SECRET");
        assertThat(issued.count(16).block()).isEqualTo(1);
        assertThat(issued.count(17).block()).isZero();
    }

    private Object add(String... lines) {
        return requireNonNull(codes.add(couponId, Flux.just(lines), "test").block());
    }

    private static List<String> many(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(i -> "code-" + i).toList();
    }

    private List<CouponIssueResult> decide(long... users) {
        List<CouponIssueRequest> batch =
                LongStream.of(users).mapToObj(user -> request(couponId, user)).toList();
        return processor.processBatch(batch).blockOptional().orElseThrow();
    }
}
