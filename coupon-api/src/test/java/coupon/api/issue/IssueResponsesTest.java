package coupon.api.issue;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.http.StrictJson;
import coupon.api.result.RequestTicket;
import coupon.api.result.RequestView;
import coupon.core.domain.QueuePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class IssueResponsesTest {
    @Test
    void what_is_written_by_hand_is_what_jackson_writes() {
        JsonMapper.Builder builder = JsonMapper.builder();
        new StrictJson().customize(builder);
        JsonMapper jackson = builder.build();
        for (OptionalLong position : new OptionalLong[] {OptionalLong.empty(), OptionalLong.of(41)}) {
            var ticket = new RequestTicket(new QueuePosition(0, 0), 16, Instant.ofEpochMilli(1_795_000_000_120L));
            RequestView view = RequestView.queued(UUID.randomUUID(), Long.MAX_VALUE, ticket, position);

            assertThat(new String(IssueResponses.json(view), StandardCharsets.US_ASCII))
                    .isEqualTo(jackson.writeValueAsString(view));
        }
    }
}
