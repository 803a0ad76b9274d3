package coupon.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.store.Winner;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WinnerRowsTest {
    private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private final WinnerRows rows = new WinnerRows(JsonMapper.shared());

    @Test
    void a_winner_is_a_line_of_five_cells() {
        assertThat(csv(ID, "ABC-1"))
                .isEqualTo("17,16,00000000-0000-7000-8000-000000000001,2026-01-02T03:04:05.000006Z,ABC-1\n");
    }

    @Test
    void what_there_is_not_is_an_empty_cell() {
        assertThat(csv(null, null)).isEqualTo("17,16,,2026-01-02T03:04:05.000006Z,\n");
    }

    @Test
    void no_cell_is_a_formula() {
        for (String formula : new String[] {"=1+1", "+1", "-1", "@SUM(A1)"}) {
            assertThat(csv(ID, formula)).endsWith(",'" + formula + "\n");
        }
        assertThat(csv(ID, "A=1")).endsWith(",A=1\n");
    }

    @Test
    void as_json_a_code_is_what_it_is() {
        assertThat(rows.json(winner(ID, "=1+1"))).endsWith("\n").contains("\"number\":17", "\"code\":\"=1+1\"");
    }

    private String csv(@Nullable UUID requestId, @Nullable String code) {
        return rows.csv(winner(requestId, code));
    }

    private static Winner winner(@Nullable UUID requestId, @Nullable String code) {
        return new Winner(17, 16, requestId, Instant.parse("2026-01-02T03:04:05.000006Z"), code);
    }
}
