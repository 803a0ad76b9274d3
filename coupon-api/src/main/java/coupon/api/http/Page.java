package coupon.api.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * A part of a list.
 *
 * @param page from 0
 * @param size how many items a full page has
 * @param total how many items there are on all pages
 */
public record Page<T>(List<T> items, int page, int size, long total) {
    private static final int SIZE_DEFAULT = 20;
    private static final int SIZE_MAX = 200;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    /**
     * Which page the parameter {@code page} asks for: without it the first.
     *
     * @throws InvalidParameterException if it is not a whole number, or is given more than once
     */
    public static int number(ServerWebExchange exchange) {
        return number(exchange, "page", 0);
    }

    /**
     * How many items the parameter {@code size} asks for.
     *
     * @throws InvalidParameterException likewise, and if so many cannot be had at once
     */
    public static int size(ServerWebExchange exchange) {
        int size = number(exchange, "size", SIZE_DEFAULT);
        if (size < 1 || size > SIZE_MAX) {
            throw new InvalidParameterException("size must be from 1 to " + SIZE_MAX);
        }
        return size;
    }

    /** Not read by Spring, which would take hexadecimal and signs, and the first of several values. */
    private static int number(ServerWebExchange exchange, String name, int otherwise) {
        List<@Nullable String> values = exchange.getRequest().getQueryParams().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new InvalidParameterException(name + " must be given once");
        }
        String text = values.isEmpty() ? null : values.get(0);
        if (text == null) {
            return otherwise;
        }
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : Long.MAX_VALUE;
        if (number > Integer.MAX_VALUE) {
            throw new InvalidParameterException(name + " must be a number from 0 to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }
}
