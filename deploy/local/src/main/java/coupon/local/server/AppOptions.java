package coupon.local.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is added to a server's own settings.
 *
 * @param jvmArguments such as {@code -javaagent:…}; the last of two that contradict each other wins
 * @param environment Spring properties as environment variables, and others
 */
public record AppOptions(List<String> jvmArguments, Map<String, String> environment) {
    public static final AppOptions NONE = new AppOptions(List.of(), Map.of());

    /**
     * For JVMs that outnumber the cores: the optimizing compiler, which would take most of the CPU time of the first
     * minutes, is left out. The code that the quick one makes is two to three times as slow when it runs hot.
     */
    public static final AppOptions LIGHT =
            new AppOptions(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), Map.of());

    public AppOptions {
        jvmArguments = List.copyOf(jvmArguments);
        environment = Map.copyOf(environment);
    }

    /** These and, behind them, others. */
    public AppOptions and(AppOptions others) {
        List<String> arguments = new ArrayList<>(jvmArguments);
        arguments.addAll(others.jvmArguments);
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(others.environment);
        return new AppOptions(arguments, variables);
    }
}
