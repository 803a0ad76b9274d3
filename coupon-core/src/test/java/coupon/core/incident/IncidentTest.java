package coupon.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IncidentTest {
    private final Incident incident = new Incident("baking");
    private final Logger logger = (Logger) LoggerFactory.getLogger(Incident.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    @Test
    void however_many_attempts_fail_it_is_logged_once_when_it_begins_and_once_when_it_is_over() {
        for (int attempt = 0; attempt < 100; attempt++) {
            incident.attemptFailed(new IllegalStateException(new IOException("no flour")));
        }
        incident.over();
        incident.over();

        assertThat(logged.list)
                .extracting(ILoggingEvent::getLevel, event -> event.getArgumentArray()[0])
                .containsExactly(tuple(Level.WARN, "baking"), tuple(Level.INFO, "baking"));
        assertThat(logged.list.get(0).getFormattedMessage()).contains("no flour");
        assertThat(logged.list.get(1).getFormattedMessage()).contains("100");
    }

    @Test
    void a_new_kind_of_cause_is_logged_too() {
        incident.attemptFailed(new IOException("no flour"));
        incident.attemptFailed(new IllegalStateException("no oven"));
        incident.attemptFailed(new IOException("still no flour"));

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        first -> assertThat(first).contains("no flour"),
                        second -> assertThat(second).contains("no oven"));
        assertThat(incident.description()).contains("still no flour");
    }

    @Test
    void what_fails_while_servers_start_waits_and_is_no_warning() {
        var nanoTime = new AtomicLong();
        var starting = new Incident("baking", Duration.ofSeconds(10), nanoTime::get);
        starting.attemptFailed(new IOException("the oven is cold"));
        nanoTime.addAndGet(Duration.ofSeconds(9).toNanos());
        starting.attemptFailed(new IllegalStateException("the oven is warm"));
        assertThat(starting.description()).contains("baking fails").contains("warm");
        starting.over();

        assertThat(logged.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        tuple(Level.INFO, "baking waits: java.io.IOException: the oven is cold"),
                        tuple(Level.INFO, "baking waited 9000 ms"));

        starting.attemptFailed(new IOException("no flour"));
        assertThat(logged.list).last().extracting(ILoggingEvent::getLevel).isEqualTo(Level.WARN);
    }

    @Test
    void what_still_fails_when_servers_should_have_started_is_logged_once() {
        var nanoTime = new AtomicLong();
        var starting = new Incident("baking", Duration.ofSeconds(10), nanoTime::get);
        starting.attemptFailed(new IOException("no flour"));
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        starting.attemptFailed(new IOException("no flour"));
        starting.attemptFailed(new IOException("no flour"));
        starting.over();

        assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.WARN, Level.INFO);
        assertThat(logged.list.get(2).getFormattedMessage()).contains("no longer fails, after 10000 ms");
    }

    @Test
    void what_works_has_no_description() {
        assertThat(incident.description()).isNull();
        incident.attemptFailed(new IOException("no flour"));
        assertThat(incident.description()).contains("baking fails").contains("no flour");
        incident.over();
        assertThat(incident.description()).isNull();
    }

    @Test
    void what_was_logged_last_is_remembered_newest_first() {
        incident.attemptFailed(new IOException("no flour"));
        incident.over();

        assertThat(Incident.recent())
                .extracting(Incident.Entry::text)
                .startsWith(Incident.recent().get(0).text(), "baking fails: java.io.IOException: no flour");
        assertThat(Incident.recent().get(0).text()).startsWith("baking no longer fails, after ");
        assertThat(Incident.recent()).hasSizeLessThanOrEqualTo(50);
    }
}
