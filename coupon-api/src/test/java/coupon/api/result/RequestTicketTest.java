package coupon.api.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.api.http.InvalidParameterException;
import coupon.core.domain.QueuePosition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTicketTest {
    @Test
    void what_is_written_can_be_read_by_any_instance() {
        var ticket =
                new RequestTicket(new QueuePosition(2, 123_456_789), 42, Instant.parse("2026-06-01T12:00:00.123Z"));

        assertThat(ticket.encode()).isEqualTo("2-21i3v9-16-mpv5pc3f");
        assertThat(RequestTicket.parse(ticket.encode())).isEqualTo(ticket);
    }

    @Test
    void the_largest_numbers_fit() {
        var ticket = new RequestTicket(
                new QueuePosition(Integer.MAX_VALUE, Long.MAX_VALUE),
                Long.MAX_VALUE,
                Instant.parse("9999-12-31T23:59:59.999Z"));

        assertThat(RequestTicket.parse(ticket.encode())).isEqualTo(ticket);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1-2-3",
                "1-2-3-4-5",
                "1--3-4",
                "-1-2-3-4",
                "1-2-3-4 ",
                "1-A-3-4",
                "1-2-3-é",
                "zzzzzz-1-1-1",
                "1-zzzzzzzzzzzzz-1-1",
                "1-2-3-4,1-2-3-4"
            })
    void a_ticket_that_no_instance_wrote_is_refused(String text) {
        assertThatThrownBy(() -> RequestTicket.parse(text)).isInstanceOf(InvalidParameterException.class);
    }
}
