package coupon.verification.system.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.verification.system.SystemUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine's Chromium, headless, before an instance of the API that browser tests alone use. For one thread, as is the
 * library.
 */
final class OpsBrowser implements AutoCloseable {
    static final String VIEWER_PASSWORD = "looks only";

    /** The figures come once a second; the machine may be busy. */
    private static final Duration SEEN_MAX = Duration.ofSeconds(30);

    private final Playwright playwright;
    private final Browser browser;

    OpsBrowser() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable())
                        .setHeadless(true)
                        .setArgs(List.of("--no-sandbox")));
        PlaywrightAssertions.setDefaultAssertionTimeout(SEEN_MAX.toMillis());
    }

    /** Started when it is first asked for; it ends with the system. */
    static AppServer api() {
        return Instance.API;
    }

    /** A window of its own, whose user enters this name and password when asked. */
    BrowserContext login(String user, String password) {
        BrowserContext window = browser.newContext(new Browser.NewContextOptions()
                .setHttpCredentials(user, password)
                .setViewportSize(1400, 1000));
        window.setDefaultTimeout(SEEN_MAX.toMillis());
        return window;
    }

    /** The page as an operator has it. */
    Page open() {
        return open(login("admin", "admin"), api().port());
    }

    static Page open(BrowserContext window, int port) {
        Page page = window.newPage();
        page.navigate("http://127.0.0.1:" + port + "/ops/");
        return page;
    }

    /** The card of a coupon. */
    static Locator coupon(Page page, long couponId) {
        return page.locator("article[data-coupon='" + couponId + "']");
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Path executable() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("these tests need Chromium in /usr/bin"));
    }

    private static final class Instance {
        static final AppServer API = SystemUnderTest.shared().stack.addApi();

        static {
            API.setOptions(SystemUnderTest.options(
                    new AppOptions(List.of(), Map.of("APP_SECURITY_VIEWER_PASSWORD", VIEWER_PASSWORD))));
            API.start();
        }
    }
}
