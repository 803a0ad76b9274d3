package coupon.core.store.r2dbc;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One of several statements in one round trip: the driver sends a {@link Batch} as one text, the server answers each in
 * turn.
 *
 * @param row takes each row that it returns
 */
record Statement(String sql, Consumer<Readable> row) {
    /** A statement that returns no rows. */
    Statement(String sql) {
        this(sql, row -> {});
    }

    /** Executes them in order, up to the first that fails. */
    static Mono<Void> execute(Connection connection, List<Statement> statements) {
        return Mono.defer(() -> {
            Batch batch = connection.createBatch();
            statements.forEach(statement -> batch.add(statement.sql()));
            Iterator<Statement> answered = statements.iterator();
            return Flux.from(batch.execute())
                    .concatMap(result -> {
                        Consumer<Readable> row = answered.next().row();
                        return Flux.from(result.map(each -> {
                                    row.accept(each);
                                    return true;
                                }))
                                .then();
                    })
                    .then();
        });
    }
}
