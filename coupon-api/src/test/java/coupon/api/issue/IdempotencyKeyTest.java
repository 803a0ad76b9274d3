package coupon.api.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.api.http.InvalidParameterException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {
    @Test
    void the_request_id_follows_from_user_coupon_and_key_alone() {
        UUID id = new IdempotencyKey("order-1").requestId(1, 2);

        assertThat(new IdempotencyKey("order-1").requestId(1, 2)).isEqualTo(id);
        assertThat(new IdempotencyKey("order-1").requestId(2, 1)).isNotEqualTo(id);
        assertThat(new IdempotencyKey("order-1").requestId(1, 3)).isNotEqualTo(id);
        assertThat(new IdempotencyKey("order-2").requestId(1, 2)).isNotEqualTo(id);
    }

    @Test
    void the_request_id_is_a_uuid_of_version_8_that_never_changes_from_release_to_release() {
        UUID id = new IdempotencyKey("order-1").requestId(1, 2);

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id).hasToString("00000000-0001-8d68-a97e-37011920cac6");
    }

    @Test
    void the_request_ids_of_a_coupon_come_after_those_of_the_coupons_before_it() {
        List<String> ids = IntStream.range(0, 1_000)
                .mapToObj(i ->
                        new IdempotencyKey("key-" + i).requestId(1 + i / 100, i).toString())
                .toList();

        for (int coupon = 1; coupon < 10; coupon++) {
            assertThat(Collections.max(ids.subList(100 * (coupon - 1), 100 * coupon)))
                    .isLessThan(Collections.min(ids.subList(100 * coupon, 100 * (coupon + 1))));
        }
        assertThat(Set.copyOf(ids)).hasSize(1_000);
    }

    @Test
    void any_visible_ascii_makes_a_key() {
        assertThat(IdempotencyKey.in(List.of())).isEmpty();
        assertThat(IdempotencyKey.in(List.of("!\"~"))).isEqualTo(Optional.of(new IdempotencyKey("!\"~")));
        assertThat(IdempotencyKey.in(List.of("x".repeat(255)))).isPresent();
    }

    @Test
    void anything_else_is_refused() {
        for (String bad : new String[] {"", " ", "a b", "a\tb", "\u00e9", "\u007f", "x".repeat(256)}) {
            assertThatThrownBy(() -> IdempotencyKey.in(List.of(bad))).isInstanceOf(InvalidParameterException.class);
        }
        assertThatThrownBy(() -> IdempotencyKey.in(List.of("a", "a"))).isInstanceOf(InvalidParameterException.class);
    }
}
