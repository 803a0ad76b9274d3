package coupon.api.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The first page without the parameter. A default value of Spring would also stand for a parameter that is empty. */
    public static int checkNumber(@Nullable WholeNumber page) {
        return page == null ? 0 : page.value();
    }

    /** @throws InvalidParameterException if so many cannot be had at once */
    public static int checkSize(@Nullable WholeNumber size) {
        if (size == null) {
            return SIZE_DEFAULT;
        }
        if (size.value() < 1 || size.value() > SIZE_MAX) {
            throw new InvalidParameterException("size must be from 1 to " + SIZE_MAX);
        }
        return size.value();
    }
}
