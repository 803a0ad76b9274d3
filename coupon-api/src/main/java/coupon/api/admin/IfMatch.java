package coupon.api.admin;

import coupon.api.http.InvalidParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/**
 * The header {@code If-Match} of RFC 9110: which versions of a coupon a client has seen. Weak tags match nothing there.
 * Only the version in a tag counts: an edit must not fail because a coupon was issued meanwhile.
 *
 * @param tags {@code *}, or entity tags with their quotes
 */
record IfMatch(List<String> tags) implements LongPredicate {
    static final String NAME = "If-Match";

    private static final String ANY = "*";
    private static final Pattern TAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"");

    /**
     * Empty if there is no such header.
     *
     * @throws InvalidParameterException if it is malformed
     */
    static Optional<IfMatch> in(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<String> tags = Arrays.stream(String.join(",", lines).split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
        boolean wellFormed =
                tags.equals(List.of(ANY)) || (!tags.isEmpty() && tags.stream().allMatch(TAG.asMatchPredicate()));
        if (!wellFormed) {
            throw new InvalidParameterException(NAME + " must be * or a list of entity tags");
        }
        return Optional.of(new IfMatch(tags));
    }

    @Override
    public boolean test(long version) {
        return tags.contains(ANY)
                || tags.contains("\"" + version + "\"")
                || tags.stream().anyMatch(tag -> tag.startsWith("\"" + version + "-"));
    }
}
