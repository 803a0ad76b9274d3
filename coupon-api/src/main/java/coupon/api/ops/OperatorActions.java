package coupon.api.ops;

import io.r2dbc.spi.Readable;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Who did what and when: written before it is done, and completed with the response's status. */
final class OperatorActions {
    private static final int NEWEST_MAX = 30;

    private final DatabaseClient database;

    OperatorActions(DatabaseClient database) {
        this.database = database;
    }

    /** Emits the record's id once it is stored. */
    Mono<Long> begin(String operator, String action) {
        return uncancelled(database.sql("INSERT INTO operator_action (operator, action) VALUES (:operator, :action)")
                .bind("operator", shortened(operator))
                .bind("action", shortened(action))
                .filter(statement -> statement.returnGeneratedValues("action_id"))
                .map(row -> (Long) row.get(0, Long.class))
                .one());
    }

    Mono<Void> end(long id, int status) {
        return uncancelled(database.sql("UPDATE operator_action SET status = :status WHERE action_id = :id")
                .bind("status", status)
                .bind("id", id)
                .then());
    }

    /** Newest first. */
    Mono<List<OpsSample.Action>> newest() {
        return uncancelled(database.sql("SELECT acted_at, operator, action, status FROM operator_action"
                        + " ORDER BY action_id DESC LIMIT " + NEWEST_MAX)
                .map(OperatorActions::action)
                .all()
                .collectList());
    }

    private static OpsSample.Action action(Readable row) {
        LocalDateTime at = row.get(0, LocalDateTime.class);
        Integer status = row.get(3, Integer.class);
        String result = status == null ? " (no response)" : status >= 400 ? " (refused: " + status + ")" : "";
        return new OpsSample.Action(
                at == null ? 0 : at.toInstant(ZoneOffset.UTC).toEpochMilli(),
                String.valueOf(row.get(1, String.class)),
                row.get(2, String.class) + result);
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 200 ? clean : clean.substring(0, 199) + "…";
    }

    /** A query is never cancelled: that would leave its connection in an unknown state. */
    private static <T> Mono<T> uncancelled(Mono<T> query) {
        return Mono.fromFuture(query::toFuture, true);
    }
}
