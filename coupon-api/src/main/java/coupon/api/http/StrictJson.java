package coupon.api.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The API's JSON: what is not understood is refused, and times are ISO-8601 in UTC with microseconds. */
@Component
public final class StrictJson implements JsonMapperBuilderCustomizer {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public void customize(JsonMapper.Builder json) {
        json.enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY) // a problem is read in the order of RFC 9457
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .addModule(new SimpleModule("times")
                        .addSerializer(Instant.class, new InstantToText())
                        .addDeserializer(Instant.class, new InstantFromText()));
    }

    /** A time as every answer has it. */
    public static String text(Instant moment) {
        return MICROSECONDS.format(moment);
    }

    private static final class InstantToText extends ValueSerializer<Instant> {
        @Override
        public void serialize(Instant moment, JsonGenerator json, SerializationContext context) {
            json.writeString(text(moment));
        }
    }

    /** Any offset will do; a bare number will not, because nobody knows its unit. */
    private static final class InstantFromText extends ValueDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            String text = json.getValueAsString("");
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException malformed) {
                return (Instant)
                        context.handleWeirdStringValue(Instant.class, text, "not an ISO-8601 time with offset");
            }
        }
    }
}
