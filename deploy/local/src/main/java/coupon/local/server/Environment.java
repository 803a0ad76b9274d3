package coupon.local.server;

import java.util.Map;
import java.util.Set;

/**
 * What of the user's environment reaches the servers. A variable that was exported for something else, such as
 * {@code MANAGEMENT_SERVER_PORT} or {@code JAVA_TOOL_OPTIONS}, must not change what a stack is.
 */
public final class Environment {
    /** What a user may want to set for the applications; {@code deploy/local/up --help} lists it. */
    public static final Set<String> PASSED_ON = Set.of(
            "APP_",
            "LOGGING_LEVEL_",
            "MANAGEMENT_OPENTELEMETRY_",
            "MANAGEMENT_TRACING_",
            "SPRING_PROFILES_INCLUDE",
            "SPRING_SECURITY_");

    private static final Set<String> OF_THE_SYSTEM = Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "TZ");

    private Environment() {}

    /** Removes from an environment, as a new process would inherit it, what is not for servers. */
    static void clean(Map<String, String> inherited) {
        inherited.keySet().removeIf(name -> !isFor(name));
        inherited.put("LC_ALL", "C.UTF-8"); // paths and digits as they are written here
    }

    private static boolean isFor(String name) {
        return OF_THE_SYSTEM.contains(name) || isPassedOn(name);
    }

    private static boolean isPassedOn(String name) {
        return PASSED_ON.stream().anyMatch(name::startsWith);
    }
}
