package coupon.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void only_what_the_help_lists_and_what_the_system_needs_reaches_the_servers() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MANAGEMENT_SERVER_PORT", "1",
                "SERVER_PORT", "2",
                "SPRING_PROFILES_ACTIVE", "production",
                "JAVA_TOOL_OPTIONS", "-XX:Nonsense",
                "APP_SECURITY_USERS", "jwt",
                "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", "https://issuer",
                "HOME", "/home/somebody",
                "LC_ALL", "ar_EG.UTF-8"));

        Launcher.clean(environment);

        assertThat(environment)
                .containsOnly(
                        Map.entry("APP_SECURITY_USERS", "jwt"),
                        Map.entry("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", "https://issuer"),
                        Map.entry("HOME", "/home/somebody"),
                        Map.entry("LC_ALL", "C.UTF-8"));
    }
}
