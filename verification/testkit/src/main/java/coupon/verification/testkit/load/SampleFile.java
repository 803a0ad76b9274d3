package coupon.verification.testkit.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Samples on their way from the load process: a line each, fields separated by commas, empty where there is nothing. */
final class SampleFile {
    private static final int FIELDS = 11;

    private SampleFile() {}

    static void write(Path file, List<Sample> samples) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Sample sample : samples) {
                out.write(line(sample));
                out.newLine();
            }
        }
    }

    static List<Sample> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(SampleFile::parse).toList();
        }
    }

    private static String line(Sample sample) {
        return Stream.of(
                        sample.number(),
                        sample.couponId(),
                        sample.userId(),
                        sample.waited(),
                        sample.dueNanos(),
                        sample.sentNanos(),
                        sample.answeredNanos(),
                        sample.status(),
                        sample.preferenceApplied(),
                        text(sample.requestId()),
                        text(sample.outcome()))
                .map(Object::toString)
                .collect(Collectors.joining(","));
    }

    private static Sample parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a sample: " + line);
        }
        return new Sample(
                Integer.parseInt(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Boolean.parseBoolean(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]),
                Integer.parseInt(fields[7]),
                Boolean.parseBoolean(fields[8]),
                fields[9].isEmpty() ? null : UUID.fromString(fields[9]),
                fields[10].isEmpty() ? null : fields[10]);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
