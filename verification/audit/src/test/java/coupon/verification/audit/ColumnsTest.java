package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final long SEED = 20260601;

    @Test
    void a_set_of_numbers_is_a_set_of_numbers() {
        var random = new Random(SEED);
        var set = new LongSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextInt(50_000) - 10_000L;
            assertThat(set.add(value)).isEqualTo(expected.add(value));
        }

        Set<Long> found = new HashSet<>();
        set.forEach(found::add);
        assertThat(found).isEqualTo(expected);
        assertThat(set.size()).isEqualTo(expected.size());
        assertThat(set.contains(0)).isTrue();
        assertThat(set.contains(50_000)).isFalse();
    }

    @Test
    void a_column_gives_back_what_it_was_given() {
        var column = new LongColumn();
        for (int row = 0; row < 100_000; row++) {
            column.add(row * 3L);
        }
        column.set(77_777, -1);

        assertThat(column.size()).isEqualTo(100_000);
        assertThat(column.get(77_776)).isEqualTo(77_776 * 3L);
        assertThat(column.get(77_777)).isEqualTo(-1);
    }

    @Test
    void all_rows_of_an_event_are_found_in_their_order_however_the_index_grew() {
        var index = new EventIdIndex();
        int events = 10_000;
        for (int row = 0; row < 3 * events; row++) {
            index.add(row % events, 42);
        }

        for (int event = 0; event < events; event++) {
            int first = index.next(event, 42, EventIdIndex.NONE);
            int second = index.next(event, 42, first);
            int third = index.next(event, 42, second);
            assertThat(new int[] {first, second, third}).containsExactly(event, event + events, event + 2 * events);
            assertThat(index.next(event, 42, third)).isEqualTo(EventIdIndex.NONE);
        }
        assertThat(index.next(1, 43, EventIdIndex.NONE)).isEqualTo(EventIdIndex.NONE);
    }
}
