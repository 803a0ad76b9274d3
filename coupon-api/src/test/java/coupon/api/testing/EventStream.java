package coupon.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream of server-sent events, read on a thread of its own until it ends or is closed. */
public final class EventStream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns when the stream has begun. */
    public static EventStream open(Calls http, String path, String... headers) {
        String[] all = Stream.concat(Stream.of("Accept", "text/event-stream"), Stream.of(headers))
                .toArray(String[]::new);
        HttpResponse<InputStream> response = http.open(path, all);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        return new EventStream(response);
    }

    /** The events that have come so far. */
    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        String name = "";
        for (String line : List.copyOf(lines)) {
            if (line.startsWith("event:")) {
                name = line.substring("event:".length());
            } else if (line.startsWith("data:")) {
                events.add(new Event(name, JsonMapper.shared().readTree(line.substring("data:".length()))));
            }
        }
        return events;
    }

    public List<Event> allEvents() {
        Awaitility.await().until(() -> ended);
        return events();
    }

    public long comments() {
        return lines.stream().filter(line -> line.startsWith(":")).count();
    }

    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException alreadyGone) {
            throw new IllegalStateException(alreadyGone);
        }
    }

    private void read() {
        try (var body = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            body.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException closed) {
            return;
        } finally {
            ended = true;
        }
    }

    /** @param name {@code queued} or {@code decided} */
    public record Event(String name, JsonNode data) {
        public long position() {
            return data.path("position").asLong();
        }
    }
}
