package coupon.api.coupon;

import coupon.api.CouponApiSettings;
import coupon.api.background.PeriodicTask;
import coupon.core.store.r2dbc.R2dbcCouponCodes;
import coupon.core.store.r2dbc.R2dbcCouponIssueResultRepository;
import coupon.core.store.r2dbc.R2dbcCouponReader;
import coupon.core.store.r2dbc.R2dbcCouponRepository;
import coupon.core.store.r2dbc.R2dbcIssuedCouponRepository;
import coupon.core.store.r2dbc.StoreConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What this instance knows of the database, and how it keeps knowing it. */
@Configuration(proxyBeanMethods = false)
@Import({
    StoreConfiguration.class,
    R2dbcCouponRepository.class,
    R2dbcCouponIssueResultRepository.class,
    R2dbcIssuedCouponRepository.class,
    R2dbcCouponCodes.class,
    R2dbcCouponReader.class,
    CouponSnapshot.class
})
class CouponConfiguration {
    @Bean
    PeriodicTask readingCoupons(ObjectProvider<Flyway> flyway, CouponSnapshot coupons, CouponApiSettings settings) {
        Mono<Void> migration = Mono.<Void>fromRunnable(() -> flyway.ifAvailable(Flyway::migrate))
                .subscribeOn(Schedulers.boundedElastic());
        return new PeriodicTask(
                "reading the coupons", settings.coupons().refreshInterval(), migration, Mono.defer(coupons::refresh));
    }

    @Bean
    MeterBinder snapshotMeters(CouponSnapshot coupons) {
        return registry -> Gauge.builder(
                        "coupon.snapshot.age",
                        coupons,
                        snapshot -> snapshot.age()
                                .map(age -> age.toMillis() / 1000.0)
                                .orElse(Double.NaN))
                .baseUnit("seconds")
                .register(registry);
    }
}
