package coupon.system;

import java.io.ByteArrayInputStream;
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

/**
 * Everything that was ever added to a stream, by the append-only file: the line itself forgets who was decided.
 *
 * @param commands in the order in which they took effect, word by word
 */
record RedisHistory(List<List<byte[]>> commands) {
    /** @param appendOnlyFile that was never rewritten */
    static RedisHistory read(Path appendOnlyFile) {
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(appendOnlyFile))) {
            List<List<byte[]>> commands = new ArrayList<>();
            while (in.available() > 0) {
                List<byte[]> words = new ArrayList<>();
                for (int left = number(in, '*'); left > 0; left--) {
                    words.add(in.readNBytes(number(in, '$')));
                    in.skipNBytes(2);
                }
                commands.add(words);
            }
            return new RedisHistory(commands);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Added> addedTo(String stream) {
        return commands.stream()
                .filter(words -> words.size() > 3
                        && text(words.get(0)).equalsIgnoreCase("XADD")
                        && text(words.get(1)).equals(stream))
                .map(RedisHistory::added)
                .toList();
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
        return new Added(Long.parseLong(id.substring(0, id.indexOf('-'))), fields);
    }

    private static int number(InputStream in, char kind) throws IOException {
        if (in.read() != kind) {
            throw new IOException("not a command, or the file was rewritten");
        }
        int number = 0;
        for (int digit = in.read(); digit != '\r'; digit = in.read()) {
            number = number * 10 + Character.digit(digit, 10);
        }
        in.skipNBytes(1);
        return number;
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }

    /** An entry of a stream. */
    record Added(long place, Map<String, byte[]> fields) {
        byte[] field(String name) {
            return Objects.requireNonNull(fields.get(name), name);
        }
    }
}
