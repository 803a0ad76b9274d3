package coupon.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which topic alerts the lag gives, and what of it is shown. */
class QueueViewTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final QueueView view = new QueueView(Clock.systemUTC());

    @Test
    void a_topic_as_it_should_be_raises_no_alert() {
        view.measured(lag(partition(0, 10L, 10L, 0L), partition(1, 10L, null, 10L), partition(2, 10L, 4L, 6L)), NOON);

        assertThat(view.alerts()).isEmpty();
    }

    @Test
    void a_group_beyond_the_end_of_a_partition_shows_that_the_topic_was_recreated_until_it_is_no_longer_so() {
        view.measured(lag(partition(0, 10L, 10L, 0L)), NOON);
        view.measured(lag(partition(0, 2L, 10L, 0L)), NOON.plusSeconds(1));
        view.measured(lag(partition(0, 3L, 10L, 0L)), NOON.plusSeconds(2));

        OpsSample.Incident alert = only(view.alerts());
        assertThat(alert.text()).contains("partition 0", "re-created");
        assertThat(alert.time())
                .as("since when it stands")
                .isEqualTo(NOON.plusSeconds(1).toEpochMilli());
        assertThat(alert.over()).isFalse();

        view.measured(lag(partition(0, 10L, 10L, 0L)), NOON.plusSeconds(3));
        assertThat(view.alerts()).isEmpty();
    }

    @Test
    void another_number_of_partitions_is_an_alert_and_so_is_a_partition_that_does_not_answer() {
        view.measured(lag(all(3)), NOON);
        view.measured(lag(all(4)), NOON.plusSeconds(1));
        assertThat(only(view.alerts()).text()).contains("had 3 partitions and has 4");

        view.measured(lag(partition(0, null, 10L, null), partition(1, 1L, 1L, 0L), partition(2, 1L, 1L, 0L)), NOON);
        assertThat(only(view.alerts()).text()).contains("partition 0", "does not answer");
    }

    @Test
    void a_partition_is_shown_without_its_offsets_which_change_with_every_request() {
        view.measured(lag(partition(0, 10L, 4L, 6L)), NOON);

        JsonNode queue = JsonMapper.shared().valueToTree(view.at(NOON, 0));

        assertThat(queue.at("/partitions/0").propertyNames())
                .containsExactlyInAnyOrder("partition", "lag", "oldestSeconds", "trend", "consumerId", "host");
    }

    private static OpsSample.Incident only(List<OpsSample.Incident> alerts) {
        assertThat(alerts).hasSize(1);
        return alerts.get(0);
    }

    private static PartitionLag[] all(int count) {
        return IntStream.range(0, count)
                .mapToObj(it -> partition(it, 1L, 1L, 0L))
                .toArray(PartitionLag[]::new);
    }

    private static PartitionLag partition(
            int partition, @Nullable Long end, @Nullable Long committed, @Nullable Long lag) {
        return new PartitionLag(partition, end, committed, lag, null, null, null);
    }

    private static GroupLag lag(PartitionLag... partitions) {
        return new GroupLag("group", "events", List.of(partitions));
    }
}
