package coupon.api.issue;

import coupon.api.http.InvalidParameterException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a line of the header {@code Prefer} as RFC 7240 writes it: a list of preferences, each with parameters, which
 * mean nothing here and are skipped. Step by step and without recursion, because anybody may send anything.
 */
final class PreferHeader {
    static final String NAME = "Prefer";
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String line;
    private int at;

    private PreferHeader(String line) {
        this.line = line;
    }

    /**
     * The preferences of a line, in their order.
     *
     * @throws InvalidParameterException if the line is malformed
     */
    static List<Preference> read(String line) {
        return new PreferHeader(line).preferences();
    }

    private List<Preference> preferences() {
        List<Preference> found = new ArrayList<>();
        boolean parameter = false;
        while (at < line.length()) {
            skipBlanks();
            if (!atSeparator()) {
                Preference next = preference();
                if (!parameter) {
                    found.add(next);
                }
                skipBlanks();
            } else if (!parameter && separator() == ';') {
                throw malformed();
            }
            parameter = at < line.length() && separator() == ';';
            at++;
        }
        return found;
    }

    private Preference preference() {
        String name = token();
        skipBlanks();
        if (at >= line.length() || line.charAt(at) != '=') {
            return new Preference(name, "");
        }
        at++;
        skipBlanks();
        if (atSeparator()) {
            return new Preference(name, "");
        }
        return new Preference(name, line.charAt(at) == '"' ? quoted() : token());
    }

    private String token() {
        int start = at;
        while (at < line.length() && isTokenCharacter(line.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        return line.substring(start, at);
    }

    private String quoted() {
        var text = new StringBuilder();
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            if (line.charAt(at) == '\\') {
                at++;
            }
            if (at < line.length()) {
                text.append(line.charAt(at));
            }
        }
        if (at >= line.length()) {
            throw malformed();
        }
        at++;
        return text.toString();
    }

    private void skipBlanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean atSeparator() {
        return at >= line.length() || line.charAt(at) == ',' || line.charAt(at) == ';';
    }

    private char separator() {
        if (at < line.length() && !atSeparator()) {
            throw malformed();
        }
        return at < line.length() ? line.charAt(at) : ',';
    }

    private static boolean isTokenCharacter(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || TOKEN_MARKS.indexOf(character) >= 0;
    }

    private static InvalidParameterException malformed() {
        return new InvalidParameterException(NAME + " is malformed");
    }

    /** @param value empty if there is none, which means the same */
    record Preference(String name, String value) {}
}
