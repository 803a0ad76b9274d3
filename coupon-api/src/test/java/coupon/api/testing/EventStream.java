package coupon.api.testing;

import coupon.verification.testkit.client.CouponClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream of server-sent events, read on a thread of its own until it ends or is closed. */
public final class EventStream implements AutoCloseable {
    private final Stream<String> response;
    private final Iterator<String> received;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "event-stream");

    private EventStream(Stream<String> response) {
        this.response = response;
        this.received = response.iterator(); // on this thread: a closed stream has none any more
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns when the stream has begun. */
    public static EventStream open(CouponClient http, String path, String... headers) {
        return new EventStream(http.events(path, headers));
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
        Awaitility.await().until(this::hasEnded);
        return events();
    }

    public long comments() {
        return lines.stream().filter(line -> line.startsWith(":")).count();
    }

    public boolean hasEnded() {
        return !reader.isAlive();
    }

    @Override
    public void close() {
        response.close();
    }

    private void read() {
        try {
            received.forEachRemaining(lines::add);
        } catch (UncheckedIOException closed) {
            // by this side, or by the server in the middle of it: either way this is the end
        }
    }

    /** @param name {@code queued} or {@code decided} */
    public record Event(String name, JsonNode data) {
        public long position() {
            return data.path("position").asLong();
        }
    }
}
