package coupon.api.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class CouponSnapshotTest {
    private final MutableClock clock = new MutableClock();
    private final HandReader reader = new HandReader();
    private final CouponSnapshot snapshot = new CouponSnapshot(reader, clock);

    @Test
    void everything_is_read_first_and_then_what_changed() {
        read(aCoupon(1, 10, 0), aCoupon(2, 10, 0));
        read(aCoupon(2, 9, 0));

        assertThat(reader.asked).containsExactly("all", "changed within PT1M");
        assertThat(snapshot.all()).containsExactly(aCoupon(1, 10, 0), aCoupon(2, 9, 0));
    }

    @Test
    void a_deleted_coupon_is_gone_with_the_next_reading_of_everything() {
        read(aCoupon(1, 10, 0), aCoupon(2, 10, 0));
        clock.now = clock.now.plus(CouponSnapshot.FULL_READ_INTERVAL);

        read(aCoupon(1, 10, 0));

        assertThat(reader.asked).containsExactly("all", "all");
        assertThat(snapshot.all()).containsExactly(aCoupon(1, 10, 0));
    }

    @Test
    void after_a_time_without_the_database_everything_is_read() {
        read(aCoupon(1, 10, 0));
        clock.now = clock.now.plus(CouponSnapshot.CHANGED_WITHIN);
        snapshot.refresh().onErrorComplete().subscribe();
        reader.fail();

        read(aCoupon(1, 7, 0));

        assertThat(reader.asked).containsExactly("all", "all", "all");
        assertThat(snapshot.all()).containsExactly(aCoupon(1, 7, 0));
    }

    @Test
    void a_coupon_made_during_a_refresh_is_not_lost_by_it() {
        snapshot.refresh().subscribe();
        snapshot.remember(aCoupon(1, 10, 0));
        reader.answer();

        assertThat(snapshot.all()).containsExactly(aCoupon(1, 10, 0));
    }

    @Test
    void an_edit_during_a_refresh_is_not_undone_by_it() {
        read(aCoupon(1, 10, 4));

        snapshot.refresh().subscribe();
        snapshot.remember(aCoupon(1, 12, 5));
        reader.answer(aCoupon(1, 10, 4));

        assertThat(snapshot.all()).containsExactly(aCoupon(1, 12, 5));
    }

    @Test
    void what_is_read_later_counts_even_with_a_lower_version() {
        snapshot.remember(aCoupon(1, 12, 5));

        read(aCoupon(1, 3, 0));

        assertThat(snapshot.all()).containsExactly(aCoupon(1, 3, 0));
    }

    @Test
    void an_unknown_coupon_is_looked_for_in_a_reading_that_begins_after_the_call() {
        read();
        snapshot.refresh().subscribe();
        CompletableFuture<Coupon> found = snapshot.find(1).toFuture();

        reader.answer();
        assertThat(found).isNotDone();
        read(aCoupon(1, 10, 0));

        assertThat(found).isCompletedWithValue(aCoupon(1, 10, 0));
    }

    @Test
    void one_that_was_looked_for_in_vain_is_unknown_until_the_next_reading_begins() {
        read();
        CompletableFuture<Coupon> first = snapshot.find(1).toFuture();
        read();
        assertThat(first).isCompletedWithValue(null);

        assertThat(snapshot.find(1).toFuture()).isCompletedWithValue(null);

        snapshot.refresh().subscribe();
        assertThat(snapshot.find(1).toFuture()).isNotDone();
    }

    @Test
    void without_the_database_it_is_unknown_whether_a_coupon_exists() {
        CompletableFuture<Coupon> found = snapshot.find(1).toFuture();
        snapshot.refresh().onErrorComplete().subscribe();
        reader.fail();

        assertThat(found)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(QueryTimeoutException.class);
        assertThat(snapshot.find(1).toFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(QueryTimeoutException.class);
    }

    private void read(Coupon... coupons) {
        snapshot.refresh().subscribe();
        reader.answer(coupons);
    }

    private static Coupon aCoupon(long id, long stock, long version) {
        return new Coupon(id, "a coupon", 100, stock, null, null, false, version, 0, null);
    }

    /** Answers when the test says so. */
    private static final class HandReader implements CouponReader {
        private final List<String> asked = new ArrayList<>();
        private final Deque<Sinks.One<List<Coupon>>> unanswered = new ArrayDeque<>();

        @Override
        public Mono<List<Coupon>> readAll() {
            return asked("all");
        }

        @Override
        public Mono<List<Coupon>> readChanged(Duration within) {
            return asked("changed within " + within);
        }

        void answer(Coupon... coupons) {
            unanswered.remove().tryEmitValue(List.of(coupons)).orThrow();
        }

        void fail() {
            unanswered
                    .remove()
                    .tryEmitError(new QueryTimeoutException("silence"))
                    .orThrow();
        }

        private Mono<List<Coupon>> asked(String question) {
            asked.add(question);
            Sinks.One<List<Coupon>> answer = Sinks.one();
            unanswered.add(answer);
            return answer.asMono();
        }
    }

    private static final class MutableClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
