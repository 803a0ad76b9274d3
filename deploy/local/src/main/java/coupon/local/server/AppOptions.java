package coupon.local.server;

import java.util.List;
import java.util.Map;

/**
 * What is added to an application's own settings.
 *
 * @param jvmArguments such as {@code -javaagent:…}; the last of two that contradict each other wins
 * @param environment Spring properties as environment variables, and others
 */
public record AppOptions(List<String> jvmArguments, Map<String, String> environment) {
    public static final AppOptions NONE = new AppOptions(List.of(), Map.of());

    public AppOptions {
        jvmArguments = List.copyOf(jvmArguments);
        environment = Map.copyOf(environment);
    }
}
