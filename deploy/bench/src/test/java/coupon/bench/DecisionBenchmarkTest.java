package coupon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DecisionBenchmarkTest {
    private final DecisionBenchmark benchmark = new DecisionBenchmark();

    @Test
    void the_whole_batch_is_decided() {
        assertThat(benchmark.decideWinners()).hasSize(DecisionBenchmark.BATCH).allMatch(CouponIssueResult::isSuccess);
        assertThat(benchmark.decideSoldOut())
                .hasSize(DecisionBenchmark.BATCH)
                .allMatch(result -> result.outcome() == CouponIssueStatus.OUT_OF_STOCK);
    }

    @Test
    void what_is_encoded_can_be_decoded() {
        assertThat(benchmark.encodeEvents()).hasSize(DecisionBenchmark.BATCH);
        assertThat(benchmark.decodeEvents())
                .hasSize(DecisionBenchmark.BATCH)
                .allMatch(record -> record instanceof Decodable decodable
                        && decodable.request().valid());
        assertThat(benchmark.encodeResults()).hasSize(DecisionBenchmark.BATCH);
        assertThat(benchmark.decodeResults())
                .extracting(PublishedResult::eventId)
                .containsExactlyElementsOf(benchmark.decideWinners().stream()
                        .map(CouponIssueResult::eventId)
                        .toList());
    }

    @Test
    void the_command_finds_all_of_it() throws IOException {
        try (InputStream list = Objects.requireNonNull(getClass().getResourceAsStream("/META-INF/BenchmarkList"))) {
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(6)
                    .allMatch(line -> line.contains(DecisionBenchmark.class.getName()));
        }
    }
}
