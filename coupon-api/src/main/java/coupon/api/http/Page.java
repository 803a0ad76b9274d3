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
    public static <S, T> Page<T> of(List<S> all, int page, int size, Function<S, T> view) {
        if (page < 0) {
            throw new InvalidParameterException("page must be 0 or more");
        }
        if (size < 1 || size > SIZE_MAX) {
            throw new InvalidParameterException("size must be from 1 to " + SIZE_MAX);
        }
        List<T> items =
                all.stream().skip((long) page * size).limit(size).map(view).toList();
        return new Page<>(items, page, size, all.size());
    }
}
