package coupon.verification.testkit.load;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sample needs of a response. */
record Response(int status, boolean preferenceApplied, String body) {
    private static final String LENGTH = "\r\ncontent-length:";

    /** Null while the text is not a whole response. */
    static @Nullable Response parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return null;
        }
        String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
        String body = text.substring(end + 4);
        boolean whole = head.contains("\r\ntransfer-encoding: chunked")
                ? body.endsWith("0\r\n\r\n")
                : body.length() >= contentLength(head);
        int status = Integer.parseInt(head.substring(9, 12));
        return whole ? new Response(status, head.contains("\r\npreference-applied:"), body) : null;
    }

    /** The text of a field of a flat JSON object; a parser would cost the load more than the request does. */
    @Nullable
    String field(String name) {
        String start = "\"" + name + "\":\"";
        int at = body.indexOf(start);
        return at < 0 ? null : body.substring(at + start.length(), body.indexOf('"', at + start.length()));
    }

    private static int contentLength(String head) {
        int at = head.indexOf(LENGTH);
        return at < 0
                ? 0
                : Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf("\r\n", at + 2))
                        .trim());
    }
}
