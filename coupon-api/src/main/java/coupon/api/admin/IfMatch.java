package coupon.api.admin;

import coupon.api.http.InvalidParameterException;
import coupon.api.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * The header {@code If-Match} of RFC 9110: which versions of a coupon a client has seen. Weak tags match nothing there.
 * Only the version in a tag counts: an edit must not fail because a coupon was issued meanwhile.
 *
 * @param tags {@code *}, or entity tags with their quotes
 */
record IfMatch(List<String> tags) implements LongPredicate {
    private static final String ANY = "*";
    private static final Pattern TAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"");

    /** Without the header an edit could undo another that it has not seen: RFC 6585 has a status for that. */
    static IfMatch in(HttpHeaders headers) {
        List<String> lines = headers.getOrEmpty(HttpHeaders.IF_MATCH);
        if (lines.isEmpty()) {
            throw ProblemType.VERSION_REQUIRED.exception(
                    "Send the coupon's ETag as If-Match, or If-Match: * to change any version.");
        }
        List<String> tags = Arrays.stream(String.join(",", lines).split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
        boolean wellFormed =
                tags.equals(List.of(ANY)) || (!tags.isEmpty() && tags.stream().allMatch(TAG.asMatchPredicate()));
        if (!wellFormed) {
            throw new InvalidParameterException("If-Match must be * or a list of entity tags");
        }
        return new IfMatch(tags);
    }

    @Override
    public boolean test(long version) {
        return tags.contains(ANY)
                || tags.contains("\"" + version + "\"")
                || tags.stream().anyMatch(tag -> tag.startsWith("\"" + version + "-"));
    }
}
