package coupon.api.http;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param page from 0
 * @param size how many items a full page has
 * @param total how many items there are on all pages
 */
public record Page<T>(List<T> items, int page, int size, long total) {
    public static final String DEFAULT_PAGE = "0";
    public static final String DEFAULT_SIZE = "20";
    private static final int SIZE_MAX = 200;

    /**
     * Cuts one page out of all items.
     *
     * @throws InvalidParameterException if there can be no such page
     */
    public static <S, T> Page<T> of(List<S> all, Count page, Count size, Function<S, T> view) {
        int max = checkSize(size);
        List<T> items =
                all.stream().skip((long) page.value() * max).limit(max).map(view).toList();
        return new Page<>(items, page.value(), max, all.size());
    }

    /** @throws InvalidParameterException if so many cannot be had at once */
    public static int checkSize(Count size) {
        if (size.value() < 1 || size.value() > SIZE_MAX) {
            throw new InvalidParameterException("size must be from 1 to " + SIZE_MAX);
        }
        return size.value();
    }
}
