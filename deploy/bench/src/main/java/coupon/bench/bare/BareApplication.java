package coupon.bench.bare;

import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** WebFlux and Actuator, and a response of the form and size of an acceptance. */
@SpringBootApplication
@RestController
public class BareApplication {
    private static final byte[] ACCEPTED = """
            {"requestId":"01a2088b-7c2e-77ad-a21f-c20eb9fcad51","couponId":1,"userId":500000000,"state":"QUEUED",\
            "position":123456,"outcome":null,"acceptedAt":"2026-11-18T09:33:20.123000Z","decidedAt":null,"number":null,\
            "code":null}""".getBytes(StandardCharsets.UTF_8);

    public static void main(String[] args) {
        SpringApplication.run(BareApplication.class, args);
    }

    @PostMapping("/api/coupons/{couponId}/issue")
    Mono<ResponseEntity<byte[]>> accepted(@PathVariable long couponId, @RequestParam long userId) {
        return Mono.just(ResponseEntity.status(HttpStatus.ACCEPTED)
                .header("Location", "/api/coupons/1/requests/01a2088b-7c2e-77ad-a21f-c20eb9fcad51?ticket=0-2n9c-8ap4xs")
                .contentType(MediaType.APPLICATION_JSON)
                .body(ACCEPTED));
    }
}
