package coupon.core.store.r2dbc;

import coupon.core.domain.CouponIssueResult;
import coupon.core.store.CouponIssueResultRepository;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

public final class R2dbcCouponIssueResultRepository implements CouponIssueResultRepository {
    private final DatabaseClient database;

    public R2dbcCouponIssueResultRepository(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<CouponIssueResult> findById(UUID eventId) {
        return Uncancelled.query(database.sql("SELECT " + CouponIssueSql.RESULT_COLUMNS
                        + " FROM coupon_issue_request WHERE event_id = :eventId")
                .bind("eventId", Rows.bytes(eventId))
                .map(Rows::result)
                .one());
    }
}
