package coupon.core.queue.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace that a request belongs to, as <a href="https://www.w3.org/TR/trace-context/">W3C</a> writes it. */
public record TraceParent(String text) {
    /** The header of a record that belongs to a trace. */
    public static final String HEADER = "traceparent";

    private static final int LENGTH = 55;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    public TraceParent {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a traceparent");
        }
    }

    /** The trace that a header names; null if it names none, as one may that anybody has written. */
    public static @Nullable TraceParent read(byte @Nullable [] header) {
        if (header == null || header.length != LENGTH) {
            return null;
        }
        String text = new String(header, StandardCharsets.US_ASCII);
        return FORM.matcher(text).matches() ? new TraceParent(text) : null;
    }

    public byte[] header() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
