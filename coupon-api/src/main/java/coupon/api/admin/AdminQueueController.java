package coupon.api.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import coupon.api.http.InvalidParameterException;
import coupon.api.http.Page;
import coupon.api.problem.Problems;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.RecordNotCopiedException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The queue, as operators see it: what the consumer group has still to do, and the records that could not be decided. */
@RestController
@RequestMapping(path = "/api/admin", produces = MediaType.APPLICATION_JSON_VALUE)
final class AdminQueueController {
    private static final Pattern POSITION = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

    private final QueueMonitor queue;
    private final DeadLetterQueue letters;

    AdminQueueController(QueueMonitor queue, DeadLetterQueue letters) {
        this.queue = queue;
        this.letters = letters;
    }

    @GetMapping("/lag")
    Mono<LagView> lag() {
        return queue.lag().map(lag -> new LagView(lag.group(), lag.topic(), lag.totalLag(), lag.partitions()));
    }

    @GetMapping("/dead-letters")
    Mono<DeadLetters> newest(ServerWebExchange exchange) {
        int max = Page.size(exchange);
        return letters.newest(max)
                .map(AdminQueueController::view)
                .collectList()
                .map(items -> new DeadLetters(items, max));
    }

    /** Answered with the new position of the record in the queue. */
    @PostMapping("/dead-letters/{position}/replay")
    Mono<ResponseEntity<QueuePosition>> replay(@PathVariable String position) {
        return letters.replay(parse(position))
                .map(queued -> ResponseEntity.accepted().body(queued))
                .switchIfEmpty(Mono.error(
                        () -> Problems.exception(HttpStatus.NOT_FOUND, "There is no dead letter " + position + ".")))
                .onErrorMap(
                        RecordNotCopiedException.class,
                        reference -> Problems.exception(
                                HttpStatus.CONFLICT,
                                "Dead letter " + position + " is a reference: " + reference.getMessage() + "."));
    }

    private static QueuePosition parse(String position) {
        Matcher matcher = POSITION.matcher(position);
        if (!matcher.matches()) {
            throw new InvalidParameterException("a dead letter is named by its partition and offset, as in 0-17");
        }
        return new QueuePosition(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    private static DeadLetterView view(DeadLetter letter) {
        QueuePosition origin = letter.origin();
        return new DeadLetterView(
                letter.position().partition(),
                letter.position().offset(),
                origin == null ? null : origin.partition(),
                origin == null ? null : origin.offset(),
                letter.key(),
                letter.value(),
                letter.reason(),
                letter.setAsideAt());
    }

    record LagView(
            String group,
            String topic,
            long totalLag,
            @JsonIgnoreProperties("oldestAcceptedAt") List<PartitionLag> partitions) {}

    /** @param size how many were asked for */
    record DeadLetters(List<DeadLetterView> items, int size) {}

    /**
     * @param partition among the dead letters, as is {@code offset}
     * @param sourcePartition of its position in the queue; null if the record does not have it
     */
    record DeadLetterView(
            int partition,
            long offset,
            @Nullable Integer sourcePartition,
            @Nullable Long sourceOffset,
            @Nullable String key,
            @Nullable String value,
            String reason,
            Instant setAsideAt) {}
}
