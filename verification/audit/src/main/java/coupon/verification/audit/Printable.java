package coupon.verification.audit;

import java.util.stream.Collectors;

/** Text from outside, such as an operator's name, for a terminal: it can neither begin a new line nor steer anything. */
final class Printable {
    private Printable() {}

    static String of(String text) {
        return text.codePoints().mapToObj(Printable::shown).collect(Collectors.joining());
    }

    private static String shown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> "\\u%04x".formatted(character);
            default -> Character.toString(character);
        };
    }
}
