package coupon.api.http;

import java.util.List;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/** Reads parameters strictly: what Spring would let pass (hexadecimal, repeated) is refused. */
public final class ParameterConverters implements WebFluxConfigurer {
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(new IdFromText());
        registry.addConverter(new IdFromRepetition());
    }

    private static final class IdFromText implements Converter<String, PositiveId> {
        @Override
        public PositiveId convert(String text) {
            return PositiveId.parse(text);
        }
    }

    private static final class IdFromRepetition implements Converter<List<String>, PositiveId> {
        @Override
        public PositiveId convert(List<String> repeated) {
            throw new InvalidParameterException("must be given once");
        }
    }
}
