package coupon.core.queue.wire;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The committed JSON Schemas, asked by tests. */
final class Schemas {
    private Schemas() {}

    static List<String> violations(String schemaName, byte[] json) {
        return schema(schemaName).validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static Schema schema(String name) {
        try (InputStream text = Schemas.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(
                            new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8),
                            InputFormat.JSON);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
