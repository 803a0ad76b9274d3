package coupon.worker;

import coupon.core.application.CouponApplication;
import coupon.verification.audit.AuditCommand;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

@CouponApplication
@EnableConfigurationProperties(WorkerSettings.class)
public class CouponWorkerApplication {
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(AuditCommand.NAME)) {
            AuditCommand.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        SpringApplication.run(CouponWorkerApplication.class, args);
    }
}
