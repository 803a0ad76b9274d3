package coupon.api.admin;

import coupon.api.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;

/**
 * The lines of an import as they arrive. A line that is too long is cut, so that it is refused as any other malformed one
 * and never held in memory; so is a byte that is no ASCII.
 */
final class CodeLines {
    static final int LINES_MAX = 1_000_000;
    /** More than a code may have. */
    private static final int LENGTH_MAX = 65;

    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf"; // of a spreadsheet's UTF-8, byte by byte

    private final StringBuilder line = new StringBuilder();
    private int count;

    private CodeLines() {}

    /** Fails with 413 after a million lines. */
    static Flux<String> of(Flux<DataBuffer> body) {
        return Flux.defer(() -> {
            var lines = new CodeLines();
            return body.concatMapIterable(lines::read)
                    .concatWith(Flux.defer(lines::last))
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
        });
    }

    private List<String> read(DataBuffer bytes) {
        try {
            List<String> complete = new ArrayList<>();
            while (bytes.readableByteCount() > 0) {
                char next = (char) (bytes.read() & 0xFF);
                if (next == '\n') {
                    complete.add(end());
                } else if (line.length() < LENGTH_MAX + BYTE_ORDER_MARK.length()) {
                    line.append(next);
                }
            }
            return complete;
        } finally {
            DataBufferUtils.release(bytes);
        }
    }

    /** The last line needs no line break. */
    private Flux<String> last() {
        return line.isEmpty() ? Flux.empty() : Flux.just(end());
    }

    private String end() {
        if (++count > LINES_MAX) {
            throw Problems.exception(
                    HttpStatus.CONTENT_TOO_LARGE, "An import has at most " + LINES_MAX + " codes; nothing was added.");
        }
        int from = count == 1 && line.indexOf(BYTE_ORDER_MARK) == 0 ? BYTE_ORDER_MARK.length() : 0;
        int to = line.length() > from && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
        String text = line.substring(from, to);
        line.setLength(0);
        return text;
    }
}
