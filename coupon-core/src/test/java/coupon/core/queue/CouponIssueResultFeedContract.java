package coupon.core.queue;

import static coupon.core.testing.Fixtures.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.PublishedResult;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How every queue publishes results and how they are followed, on a real server. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class CouponIssueResultFeedContract {
    protected static final Duration STEP_MAX = Duration.ofSeconds(30);

    protected final List<PublishedResult> heard = new CopyOnWriteArrayList<>();

    /** Publishes where nobody else does. */
    protected abstract CouponIssueResultPublisher publisher();

    /** Another reader of these results, until the end of the test. */
    protected abstract CouponIssueResultFeed newFeed();

    /** A reader whose server is not there. */
    protected abstract CouponIssueResultFeed feedNowhere();

    /** Writes something else among the results. */
    protected abstract void writeForeign(byte @Nullable [] value);

    @Test
    void what_is_published_from_now_on_is_delivered_to_every_reader_in_the_order_of_each_coupon_and_nothing_before() {
        CouponIssueResultFeed feed = newFeed();
        List<PublishedResult> heardByOther = new CopyOnWriteArrayList<>();
        publish(success(1));
        feed.follow(heard::add).block(STEP_MAX);
        newFeed().follow(heardByOther::add).block(STEP_MAX);
        List<CouponIssueResult> published = IntStream.range(0, 50)
                .mapToObj(number -> success(1 + number % 4))
                .toList();

        publisher().publish(published.subList(0, 20)).block(STEP_MAX);
        feed.follow(heard::add).block(STEP_MAX);
        published.subList(20, 50).forEach(this::publish);

        await().atMost(STEP_MAX).untilAsserted(() -> {
            assertThat(heard).hasSameSizeAs(published);
            assertThat(heardByOther).hasSameSizeAs(published);
        });
        for (long couponId = 1; couponId <= 4; couponId++) {
            List<UUID> expected = published.stream()
                    .filter(ofCoupon(couponId, CouponIssueResult::couponId))
                    .map(CouponIssueResult::eventId)
                    .toList();
            for (List<PublishedResult> reader : List.of(heard, heardByOther)) {
                assertThat(reader)
                        .filteredOn(ofCoupon(couponId, PublishedResult::couponId))
                        .extracting(PublishedResult::eventId)
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void what_is_no_result_is_passed_over() {
        newFeed().follow(heard::add).block(STEP_MAX);
        for (byte[] foreign : new byte[][] {null, {}, "{}".getBytes(), "[1]".getBytes(), {0, 1, 2}}) {
            writeForeign(foreign);
        }

        publish(success(1));

        await().until(() -> heard.size() == 1);
    }

    @Test
    void publishing_nothing_is_done_at_once() {
        publisher().publish(List.of()).block(STEP_MAX);
    }

    @Test
    void without_a_server_the_results_cannot_be_followed() {
        assertThatThrownBy(() -> feedNowhere().follow(heard::add).block(STEP_MAX))
                .isNotInstanceOf(IllegalStateException.class);
    }

    private static <R> Predicate<R> ofCoupon(long couponId, ToLongFunction<R> couponOf) {
        return result -> couponOf.applyAsLong(result) == couponId;
    }

    protected final void publish(CouponIssueResult result) {
        publisher().publish(List.of(result)).block(STEP_MAX);
    }
}
