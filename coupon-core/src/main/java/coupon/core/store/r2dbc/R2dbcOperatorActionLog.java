package coupon.core.store.r2dbc;

import static java.util.Objects.requireNonNull;

import coupon.core.store.OperatorActionLog;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The table {@code operator_action}. */
public final class R2dbcOperatorActionLog implements OperatorActionLog {
    private static final int TEXT_MAX = 200;

    private final DatabaseClient database;

    public R2dbcOperatorActionLog(ConnectionFactory connections) {
        database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<Long> begin(String operator, String action) {
        return Uncancelled.query(
                database.sql("INSERT INTO operator_action (operator, action) VALUES (:operator, :action)")
                        .bind("operator", clean(operator))
                        .bind("action", clean(action))
                        .filter(statement -> statement.returnGeneratedValues("action_id"))
                        .map(row -> requireNonNull(row.get(0, Long.class)))
                        .one());
    }

    @Override
    public Mono<Void> end(long id, int status) {
        return Uncancelled.query(database.sql("UPDATE operator_action SET status = :status WHERE action_id = :id")
                .bind("status", status)
                .bind("id", id)
                .then());
    }

    @Override
    public Mono<List<OperatorAction>> newest(int max) {
        return Uncancelled.query(database.sql("SELECT acted_at, operator, action, status FROM operator_action"
                        + " ORDER BY action_id DESC LIMIT :max")
                .bind("max", max)
                .map(Rows::operatorAction)
                .all()
                .collectList());
    }

    private static String clean(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= TEXT_MAX ? clean : clean.substring(0, TEXT_MAX - 1) + "…";
    }
}
