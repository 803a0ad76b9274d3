package coupon.api.coupon;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.core.store.CouponCodes;
import coupon.core.store.CouponIssueResultRepository;
import coupon.core.store.CouponReader;
import coupon.core.store.CouponRepository;
import coupon.core.store.IssuedCouponRepository;
import coupon.core.store.r2dbc.R2dbcCouponCodes;
import coupon.core.store.r2dbc.R2dbcCouponIssueResultRepository;
import coupon.core.store.r2dbc.R2dbcCouponReader;
import coupon.core.store.r2dbc.R2dbcCouponRepository;
import coupon.core.store.r2dbc.R2dbcIssuedCouponRepository;
import coupon.core.store.r2dbc.StoreConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What this instance knows of the database, and how it keeps knowing it. */
@Configuration(proxyBeanMethods = false)
@Import(StoreConfiguration.class)
class CouponConfiguration {
    @Bean
    CouponRepository couponRepository(DatabaseClient database) {
        return new R2dbcCouponRepository(database);
    }

    @Bean
    CouponIssueResultRepository couponIssueResultRepository(DatabaseClient database) {
        return new R2dbcCouponIssueResultRepository(database);
    }

    @Bean
    IssuedCouponRepository issuedCouponRepository(DatabaseClient database) {
        return new R2dbcIssuedCouponRepository(database);
    }

    @Bean
    CouponCodes couponCodes(ConnectionFactory connections) {
        return new R2dbcCouponCodes(connections);
    }

    @Bean
    CouponReader couponReader(ConnectionFactory connections) {
        return new R2dbcCouponReader(connections);
    }

    @Bean
    CouponSnapshot couponSnapshot(CouponReader reader, Clock clock) {
        return new CouponSnapshot(reader, clock);
    }

    @Bean
    PeriodicTask readingCoupons(ObjectProvider<Flyway> flyway, CouponSnapshot coupons, CouponApiSettings settings) {
        Mono<Void> migration = Mono.<Void>fromRunnable(() -> flyway.ifAvailable(Flyway::migrate))
                .subscribeOn(Schedulers.boundedElastic());
        return new PeriodicTask(
                "reading the coupons", settings.coupons().refreshInterval(), migration, Mono.defer(coupons::refresh));
    }
}
