package coupon.api.admin;

import coupon.api.http.StrictJson;
import coupon.core.store.Winner;
import java.util.Objects;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Winners as lines of CSV and of JSON. */
final class WinnerRows {
    static final String CSV_HEADER = "number,userId,requestId,issuedAt,code\n";

    private static final String BEGINNING_OF_FORMULAS = "=+-@";

    private final ObjectWriter json;

    WinnerRows(JsonMapper json) {
        this.json = json.writerFor(Winner.class);
    }

    /** No cell needs quotes: a code has neither comma nor quote. */
    String csv(Winner winner) {
        return winner.number() + "," + winner.userId() + "," + Objects.toString(winner.requestId(), "") + ","
                + StrictJson.text(winner.issuedAt()) + "," + safeCell(Objects.toString(winner.code(), "")) + "\n";
    }

    String json(Winner winner) {
        return json.writeValueAsString(winner) + "\n";
    }

    /** A spreadsheet would run such a code as a formula. No code has an apostrophe, so that a reader can remove it again. */
    private static String safeCell(String code) {
        return !code.isEmpty() && BEGINNING_OF_FORMULAS.indexOf(code.charAt(0)) >= 0 ? "'" + code : code;
    }
}
