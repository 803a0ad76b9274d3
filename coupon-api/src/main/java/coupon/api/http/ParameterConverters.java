package coupon.api.http;

import java.util.Collection;
import java.util.List;
import org.springframework.format.FormatterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/** Reads parameters strictly. What Spring would accept is refused: hexadecimal, signs, and all but one of several values. */
@Component
final class ParameterConverters implements WebFluxConfigurer {
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, PositiveId.class, PositiveId::parse);
        registry.addConverter(String.class, WholeNumber.class, WholeNumber::parse);
        // Several values come as a collection, of which Spring would take the first, or join them.
        for (Class<?> parameter : List.of(PositiveId.class, WholeNumber.class, String.class)) {
            registry.addConverter(Collection.class, parameter, values -> {
                throw new InvalidParameterException("must be given once");
            });
        }
    }
}
