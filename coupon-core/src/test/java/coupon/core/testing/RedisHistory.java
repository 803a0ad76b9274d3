package coupon.core.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What was ever added to Redis' streams, by its append-only file: the queue itself forgets what was decided. The file must
 * not have been rewritten.
 */
public final class RedisHistory {
    private final Path file;
    private long read;

    /** @param appendOnlyFile of a server on this machine */
    public RedisHistory(Path appendOnlyFile) {
        this.file = appendOnlyFile;
    }

    /** An entry of a stream. */
    public record Added(String stream, long position, Map<String, byte[]> fields) {
        /** @throws NullPointerException if there is none */
        public byte[] field(String name) {
            return Objects.requireNonNull(fields.get(name), name);
        }
    }

    /** What was added since the last call, in the order in which it was. Nobody may be adding meanwhile. */
    public void addedSince(Consumer<Added> consumer) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(read);
            for (int first = in.read(); first >= 0; first = in.read()) {
                List<byte[]> words = command(in, first);
                if (words.size() > 3 && text(words.get(0)).equalsIgnoreCase("XADD")) {
                    consumer.accept(added(words));
                }
            }
            read = Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static List<byte[]> command(InputStream in, int first) throws IOException {
        if (first != '*') {
            throw new IOException("not a command, or the file was rewritten");
        }
        List<byte[]> words = new ArrayList<>();
        for (int left = number(in); left > 0; left--) {
            if (in.read() != '$') {
                throw new IOException("not a word of a command");
            }
            words.add(in.readNBytes(number(in)));
            in.skipNBytes(2);
        }
        return words;
    }

    /** The id stands behind options of any number, and is the first word of its form. */
    private static Added added(List<byte[]> words) {
        int at = 2;
        while (!text(words.get(at)).matches("\\d+-\\d+")) {
            at++;
        }
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = at + 1; i + 1 < words.size(); i += 2) {
            fields.put(text(words.get(i)), words.get(i + 1));
        }
        String id = text(words.get(at));
        return new Added(text(words.get(1)), Long.parseLong(id.substring(0, id.indexOf('-'))), fields);
    }

    private static int number(InputStream in) throws IOException {
        int number = 0;
        for (int digit = in.read(); digit != '\r'; digit = in.read()) {
            if (digit < '0' || digit > '9') {
                throw new IOException("not a number");
            }
            number = number * 10 + digit - '0';
        }
        in.skipNBytes(1);
        return number;
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }
}
