package coupon.api.http;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/** Reads parameters strictly. What Spring would accept is refused: hexadecimal, signs, and all but one of several values. */
final class ParameterConverters implements WebFluxConfigurer {
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(new IdFromText());
        registry.addConverter(new NumberFromText());
        registry.addConverter(new RefusedRepetition());
    }

    private static final class IdFromText implements Converter<String, PositiveId> {
        @Override
        public PositiveId convert(String text) {
            return PositiveId.parse(text);
        }
    }

    private static final class NumberFromText implements Converter<String, WholeNumber> {
        @Override
        public WholeNumber convert(String text) {
            return WholeNumber.parse(text);
        }
    }

    /** Several values come as a collection, of which Spring would take the first, or join them. */
    private static final class RefusedRepetition implements GenericConverter {
        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(
                    new ConvertiblePair(Collection.class, PositiveId.class),
                    new ConvertiblePair(Collection.class, WholeNumber.class),
                    new ConvertiblePair(Collection.class, String.class));
        }

        @Override
        public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
            throw new InvalidParameterException("must be given once");
        }
    }
}
