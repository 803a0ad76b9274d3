package coupon.verification.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static coupon.verification.system.browser.OpsBrowser.button;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import coupon.core.testing.FaultProxy;
import coupon.verification.system.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may open the page, and what it does when its connection is lost. */
@Tag("browser")
class OpsConnectionIT {
    /** Less than the time that an instance gives to requests under way. */
    private static final Duration STOPPED_MAX = Duration.ofSeconds(15);

    private static OpsBrowser browser;

    @BeforeAll
    static void start() {
        browser = new OpsBrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @Test
    void an_operator_logs_in_and_the_page_is_live_within_its_own_policy() {
        try (BrowserContext window = browser.login("admin", "admin")) {
            List<String> errors = new CopyOnWriteArrayList<>();
            window.onWebError(error -> errors.add(error.error()));
            window.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().contains("401")) {
                    errors.add(message.text());
                }
            });

            Page page = OpsBrowser.open(window, OpsBrowser.api().port());

            assertIsLive(page);
            assertThat(button(page, "New coupon")).isVisible();
            assertThat(page.locator("#promises .tile.good")).hasCount(3);
            assertThat(page.locator("#partitions tr")).hasCount(1 + 3);
            assertThat(page.locator("#health .UP")).hasCount(3);
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void a_wrong_password_is_refused() {
        try (BrowserContext window = browser.login("admin", "wrong")) {
            Response response = window.newPage()
                    .navigate("http://127.0.0.1:" + OpsBrowser.api().port() + "/ops/");

            assertThat(response.status()).isEqualTo(401);
            assertThat(response.text()).doesNotContain("Coupon operations");
        }
    }

    @Test
    void a_viewer_sees_the_figures_and_cannot_act() throws Exception {
        long coupon = SystemUnderTest.shared().client.createCoupon("Looked at", 5);
        try (BrowserContext window = browser.login("viewer", OpsBrowser.VIEWER_PASSWORD)) {
            Page page = OpsBrowser.open(window, OpsBrowser.api().port());

            assertThat(OpsBrowser.coupon(page, coupon)).containsText("5 left");
            assertThat(page.locator("#coupons button")).hasCount(0);
            assertThat(page.locator("#coupons .button")).hasCount(0);
            assertThat(button(page, "New coupon")).isHidden();
            assertThat(button(page, "Rehearse a sale")).isHidden();
            Object status = page.evaluate(
                    "id => fetch(`../api/admin/coupons/${id}`, {method: 'PATCH', headers:"
                            + " {'Content-Type': 'application/json', 'If-Match': '*'}, body: '{\"paused\":true}'})"
                            + ".then(answer => answer.status)",
                    String.valueOf(coupon));
            assertThat(status).isEqualTo(403);
            assertThat(OpsBrowser.coupon(page, coupon)).containsText("Open");
        }
    }

    @Test
    void a_stream_that_is_cut_resumes_by_itself_and_the_page_says_so() {
        try (FaultProxy network = FaultProxy.before(OpsBrowser.api().port());
                BrowserContext window = browser.login("admin", "admin")) {
            Page page = OpsBrowser.open(window, network.port());
            assertIsLive(page);

            network.cut();

            assertThat(page.locator("#link")).hasAttribute("data-state", "lost");
            assertThat(page.locator("#link-text")).containsText("Connection lost; trying again in");
            assertThat(page.locator("#rows")).hasAttribute("aria-busy", "true");

            network.heal();

            assertIsLive(page);
            assertGoesOn(page);
        }
    }

    @Test
    void a_page_recovers_when_its_api_is_restarted_and_does_not_delay_the_stop() {
        try (BrowserContext window = browser.login("admin", "admin")) {
            Page page = OpsBrowser.open(window, OpsBrowser.api().port());
            assertIsLive(page);

            long stopping = System.nanoTime();
            OpsBrowser.api().stop();
            Duration stopped = Duration.ofNanos(System.nanoTime() - stopping);
            assertThat(page.locator("#link")).hasAttribute("data-state", "lost");

            OpsBrowser.api().start();

            assertIsLive(page);
            assertGoesOn(page);
            assertThat(button(page, "New coupon")).isVisible();
            assertThat(stopped).isLessThan(STOPPED_MAX);
        }
    }

    private static void assertIsLive(Page page) {
        assertThat(page.locator("#link")).hasAttribute("data-state", "live");
        assertThat(page.locator("#rows")).hasAttribute("aria-busy", "false");
    }

    private static void assertGoesOn(Page page) {
        String now = page.locator("#clock").textContent();
        assertThat(page.locator("#clock")).not().hasText(now);
    }
}
