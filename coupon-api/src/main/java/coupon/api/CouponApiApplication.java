package coupon.api;

import coupon.core.application.CouponApplication;
import coupon.verification.audit.AuditCommand;
import java.time.Clock;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@CouponApplication
@EnableConfigurationProperties(CouponApiSettings.class)
public class CouponApiApplication {
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(AuditCommand.NAME)) {
            AuditCommand.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        SpringApplication.run(CouponApiApplication.class, args);
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }
}
