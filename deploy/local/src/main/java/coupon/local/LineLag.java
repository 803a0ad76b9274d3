package coupon.local;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of people, as the broker tells of it.
 *
 * @param committed the first offset that is not known to be decided; null if the group has never committed
 * @param end the offset that the next request will get
 * @param lag how many wait
 * @param oldestSeconds for how long the first of them has waited; 0 if nobody waits
 * @param owner the host of the worker that decides the line; null if nobody does
 */
record LineLag(
        int partition,
        @Nullable Long committed,
        long end,
        long lag,
        double oldestSeconds,
        @Nullable String owner) {
    private static final String ROW = "%-9s %12s %12s %10s %12s  %s";

    static String table(List<LineLag> lines) {
        String head = String.format(ROW, "PARTITION", "COMMITTED", "END", "LAG", "OLDEST(s)", "OWNER");
        return lines.stream().map(LineLag::row).collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    /** On one line of text, so that a watched one is a stream of objects. */
    static String json(List<LineLag> lines) {
        return lines.stream()
                .map(LineLag::object)
                .collect(Collectors.joining(
                        ",",
                        "{\"totalLag\":"
                                + lines.stream().mapToLong(LineLag::lag).sum() + ",\"partitions\":[",
                        "]}"));
    }

    private String row() {
        return String.format(
                Locale.ROOT,
                ROW,
                partition,
                committed == null ? "-" : committed,
                end,
                lag,
                String.format(Locale.ROOT, "%.1f", oldestSeconds),
                owner == null ? "-" : owner);
    }

    private String object() {
        return String.format(
                Locale.ROOT,
                "{\"partition\":%d,\"committed\":%s,\"end\":%d,\"lag\":%d,\"oldestSeconds\":%.3f,\"owner\":%s}",
                partition,
                committed,
                end,
                lag,
                oldestSeconds,
                owner == null ? "null" : '"' + owner + '"');
    }
}
