package coupon.worker;

import coupon.worker.audit.AuditCommand;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

@SpringBootApplication
@EnableConfigurationProperties(WorkerSettings.class)
public class CouponWorkerApplication {
    public static void main(String[] args) {
        List<String> arguments = Arrays.asList(args);
        if (!arguments.isEmpty() && arguments.get(0).equals(AuditCommand.NAME)) {
            System.exit(AuditCommand.run(arguments.subList(1, arguments.size()), System.out, System.err));
        }
        SpringApplication.run(CouponWorkerApplication.class, args);
    }
}
