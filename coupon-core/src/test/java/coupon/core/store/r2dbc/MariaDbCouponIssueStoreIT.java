package coupon.core.store.r2dbc;

import static coupon.core.testing.Fixtures.aCoupon;
import static coupon.core.testing.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.processor.CouponsLockedException;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStoreContract;
import coupon.core.store.StoreLockedException;
import coupon.core.store.StoreRejectedException;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tests that wait for a time-out of the server wait at once. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MariaDbCouponIssueStoreIT extends CouponIssueStoreContract {
    private final TestDatabase database = TestServers.newDatabase();
    private final ConnectionFactory connections = database.connections();
    private final CouponIssueStore store = new R2dbcCouponIssueStore(connections);

    @Override
    protected CouponIssueStore store() {
        return store;
    }

    @Override
    protected void given(Coupon coupon) {
        try (var connection = database.connect();
                var insert = connection.prepareStatement("INSERT INTO coupon (coupon_id, name, total_quantity, stock,"
                        + " opens_at, closes_at, paused, last_number, code_count)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, coupon.couponId());
            insert.setString(2, coupon.name());
            insert.setLong(3, coupon.totalQuantity());
            insert.setLong(4, coupon.stock());
            insert.setString(5, datetime(coupon.opensAt()));
            insert.setString(6, datetime(coupon.closesAt()));
            insert.setBoolean(7, coupon.paused());
            insert.setLong(8, coupon.lastNumber());
            insert.setObject(9, coupon.codes());
            insert.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static @Nullable String datetime(@Nullable Instant moment) {
        return moment == null ? null : moment.toString().replace("T", " ").replace("Z", "");
    }

    @Override
    protected long stockOf(long couponId) {
        return database.number("SELECT stock FROM coupon WHERE coupon_id = " + couponId);
    }

    @Test
    void sessions_read_what_is_committed_and_give_up_silent_lock_holders() {
        Map<String, Object> session = Mono.usingWhen(
                        connections.create(),
                        connection -> Flux.from(connection
                                        .createStatement("SELECT @@transaction_isolation AS isolation,"
                                                + " @@wait_timeout AS silence, @@innodb_lock_wait_timeout AS lock_wait,"
                                                + " @@time_zone AS zone")
                                        .execute())
                                .flatMap(result -> result.map(row -> Map.of(
                                        "isolation", text(row.get("isolation")),
                                        "silence", text(row.get("silence")),
                                        "lock_wait", text(row.get("lock_wait")),
                                        "zone", text(row.get("zone")))))
                                .single(),
                        Connection::close)
                .blockOptional()
                .map(Map::<String, Object>copyOf)
                .orElseThrow();

        assertThat(session)
                .isEqualTo(Map.of("isolation", "READ-COMMITTED", "silence", "10", "lock_wait", "5", "zone", "+00:00"));
    }

    private static String text(@Nullable Object value) {
        return Objects.requireNonNull(value).toString();
    }

    @Test
    void the_tables_hold_what_others_read() throws SQLException {
        given(aCoupon().withStock(3).build());
        CouponIssueResult winner = result(1, 16, CouponIssueStatus.SUCCESS);
        save(List.of(winner));

        try (var connection = database.connect();
                Statement statement = connection.createStatement()) {
            var row = statement.executeQuery("SELECT r.*, u.status, u.issued_at, HEX(event_id) AS id"
                    + " FROM coupon_issue_request r JOIN user_coupon u USING (coupon_id, user_id)");
            assertThat(row.next()).isTrue();
            assertThat(row.getString("id"))
                    .isEqualToIgnoringCase(winner.eventId().toString().replace("-", ""));
            assertThat(row.getString("outcome")).isEqualTo("SUCCESS");
            assertThat(row.getString("status")).isEqualTo("ISSUED");
            assertThat(row.getLong("source_offset")).isEqualTo(winner.position().offset());
            assertThat(row.getString("requested_at")).startsWith("2026-06-01 12:00:00");
            assertThat(row.getString("decided_at")).isEqualTo("2026-06-01 12:00:00.654321");
            assertThat(row.getString("issued_at")).isEqualTo("2026-06-01 12:00:00.654321");
        }
    }

    @Test
    void a_batch_waits_for_the_lock_and_reads_what_was_committed_before() throws SQLException {
        given(aCoupon().withStock(1).build());
        CompletableFuture<List<CouponIssueResult>> waiting;
        try (var operator = database.transaction("UPDATE coupon SET stock = 0 WHERE coupon_id = 1")) {
            waiting = new CouponIssueProcessor(store, Clock.systemUTC())
                    .processBatch(List.of(request(1, 16)))
                    .toFuture();
            await().until(() -> database.waitingDeciders() > 0);
            assertThat(waiting).isNotDone();
            operator.commit();
        }

        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(results -> assertThat(results)
                        .extracting(CouponIssueResult::outcome)
                        .containsExactly(CouponIssueStatus.OUT_OF_STOCK));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_lock_wait_that_times_out_undoes_the_whole_batch() throws SQLException {
        given(aCoupon().withStock(3).build());
        List<CouponIssueResult> results =
                List.of(result(1, 16, CouponIssueStatus.SUCCESS), result(1, 17, CouponIssueStatus.SUCCESS));

        try (var operator = database.transaction("INSERT INTO user_coupon (coupon_id, user_id) VALUES (1, 17)")) {
            // The rows of the requests go in; the holding waits for the operator's row, in vain.
            assertThatThrownBy(() -> save(results))
                    .isInstanceOf(StoreLockedException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            R2dbcException.class,
                            failure -> assertThat(failure.getErrorCode()).isEqualTo(1205));
            operator.rollback();
        }

        assertThat(findDecided(results)).isEmpty();
        assertThat(findHoldings(results)).isEmpty();
        assertThat(stockOf(1)).isEqualTo(3);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_coupon_locked_by_an_operator_does_not_keep_the_others_of_the_batch() throws SQLException {
        given(aCoupon().withId(1).withStock(3).build());
        given(aCoupon().withId(2).withStock(3).build());
        var processor = new CouponIssueProcessor(store, Clock.systemUTC());
        List<CouponIssueRequest> batch = List.of(request(1, 16), request(2, 16), request(1, 17));

        try (var operator = database.transaction("UPDATE coupon SET name = 'new' WHERE coupon_id = 1")) {
            assertThatThrownBy(() -> processor.processBatch(batch).block())
                    .isInstanceOfSatisfying(
                            CouponsLockedException.class,
                            locked -> assertThat(locked.decided())
                                    .extracting(CouponIssueResult::couponId)
                                    .containsExactly(2L));
            assertThat(stockOf(2)).isEqualTo(2);

            long beganNanos = System.nanoTime();
            assertThatThrownBy(() -> processor.processBatch(batch).block()).isInstanceOf(CouponsLockedException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
                    .as("a lock that is known to be held is not waited for")
                    .isLessThan(StoreConfiguration.LOCK_WAIT_MAX);
            operator.rollback();
        }

        assertThat(processor.processBatch(batch).blockOptional().orElseThrow())
                .extracting(CouponIssueResult::number)
                .containsExactly(1L, 1L, 2L);
    }

    @Test
    void a_refusal_of_the_data_is_no_outage() {
        given(aCoupon().withStock(3).build());
        database.execute("CREATE TRIGGER refuse BEFORE INSERT ON user_coupon FOR EACH ROW"
                + " BEGIN IF NEW.user_id = 17 THEN SIGNAL SQLSTATE '45000'; END IF; END");
        CouponIssueResult refused = result(1, 17, CouponIssueStatus.SUCCESS);

        assertThatThrownBy(() -> save(List.of(refused))).isInstanceOf(StoreRejectedException.class);
        assertThat(findDecided(List.of(refused))).isEmpty();
    }

    @Test
    void a_connection_cut_in_the_middle_is_an_outage_and_leaves_nothing_behind() {
        given(aCoupon().withStock(3).build());
        List<CouponIssueResult> results = List.of(result(1, 16, CouponIssueStatus.SUCCESS));

        assertThatThrownBy(() -> store.decideAndStore(List.of(request(1, 16)), true, known -> {
                            killOtherTransactions();
                            return results;
                        })
                        .block())
                .isNotInstanceOf(StoreRejectedException.class);

        assertThat(findDecided(results)).isEmpty();
        assertThat(stockOf(1)).isEqualTo(3);
    }

    private void killOtherTransactions() {
        database.numbers(
                        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")
                .forEach(id -> database.execute("KILL " + id));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_silent_lock_holder_loses_its_locks() {
        given(aCoupon().withStock(3).build());
        Connection silent = Mono.from(connections.create()).blockOptional().orElseThrow();
        Mono.from(silent.beginTransaction())
                .thenMany(Flux.from(silent.createStatement("SELECT * FROM coupon WHERE coupon_id = 1 FOR UPDATE")
                                .execute())
                        .flatMap(result -> result.map(row -> row.get(0, Long.class))))
                .blockLast();

        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> !lockCoupons(List.of(1L)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 499, 500, 501, 1000, 5000})
    void batches_of_any_size_are_saved_and_found(int size) {
        given(aCoupon().withStock(size).build());
        List<CouponIssueResult> results = LongStream.rangeClosed(1, size)
                .mapToObj(user -> result(1, user, CouponIssueStatus.SUCCESS))
                .toList();

        save(results);

        assertThat(findDecided(results)).hasSize(size);
        assertThat(findHoldings(results)).hasSize(size);
        assertThat(stockOf(1)).isZero();
    }
}
