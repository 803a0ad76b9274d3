package coupon.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.http.StrictJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

class ConnectionProblemsTest {
    @Test
    void a_path_that_is_no_uri_is_answered_as_any_other() {
        var json = JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class);
        new StrictJson().customize(json);

        var answer = new ConnectionProblems(json.build())
                .answer(HttpStatus.REQUEST_TIMEOUT, "Too slow.", "/api/a|b{c?d=%zz");

        assertThat(answer.content().toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Request Timeout\",\"status\":408,"
                        + "\"detail\":\"Too slow.\",\"instance\":\"/api/a|b{c?d=%zz\"}");
    }
}
