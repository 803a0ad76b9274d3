package coupon.verification.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text from outside, such as an operator's name, for a terminal: it can neither begin a new line nor steer anything. */
final class Printable {
    /** Control and format characters, surrogates, private and unassigned ones; separators of lines and paragraphs. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Printable() {}

    static String of(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "\\u%04x".formatted(found.group().codePointAt(0))));
    }
}
