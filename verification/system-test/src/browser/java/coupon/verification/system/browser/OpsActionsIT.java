package coupon.verification.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static coupon.verification.system.browser.OpsBrowser.button;
import static coupon.verification.system.browser.OpsBrowser.coupon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import coupon.local.server.ServerProcess;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.system.ForeignProducer;
import coupon.verification.system.SystemUnderTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator does from the page. */
@Tag("browser")
class OpsActionsIT {
    private static final Duration SEEN_MAX = Duration.ofSeconds(30);
    private static final double AUDITED_MAX_MILLIS = 120_000;

    private static OpsBrowser browser;

    private final CouponClient client =
            CouponClient.ofPort(OpsBrowser.api().port());
    private Page page;

    @BeforeAll
    static void start() {
        browser = new OpsBrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void open() {
        page = browser.open();
        assertThat(page.locator("#link")).hasAttribute("data-state", "live");
    }

    @AfterEach
    void close() {
        page.context().close();
    }

    @Test
    void an_operator_creates_a_coupon_and_the_page_records_who_did() {
        button(page, "New coupon").click();
        page.getByLabel("Name").fill("Made in the browser");
        page.getByLabel("How many").fill("12");
        button(page, "Create").click();

        Locator card = coupon(page, toastedNumber("Made in the browser is coupon (\\d+)\\."));
        assertThat(card).containsText("Made in the browser");
        assertThat(card).containsText("12 left");
        assertThat(card).containsText("0 of 12 issued");
        assertThat(page.locator("#actions li").first()).containsText("admin: created a coupon");
    }

    @Test
    void a_rehearsal_sells_out_while_the_stock_falls_and_the_chart_moves() {
        button(page, "Rehearse a sale").click();
        Map.of("stock", "200", "rate", "40", "users", "2000", "duplicates", "10", "seconds", "15")
                .forEach((field, value) ->
                        page.locator("#form input[name=" + field + "]").fill(value));
        button(page, "Start").click();

        Locator card = coupon(page, toastedNumber("Rehearsal on coupon (\\d+) has started\\."));
        Locator left = card.locator(".stock b");
        assertThat(left).hasText(Pattern.compile("^(1\\d\\d|\\d\\d)$"));
        assertThat(page.locator("#chart-rates .u-legend")).containsText(Pattern.compile("Decided:?\\s*[1-9]"));
        assertThat(left).hasText("0");
        assertThat(card).containsText("Sold out");
        assertThat(card).containsText("200 of 200 issued");
        page.locator("#chart-rates + details summary").click();
        assertThat(page.locator("#chart-rates + details td.num")
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^[1-9]")))
                        .first())
                .isVisible();
    }

    @Test
    void a_waiting_client_sees_in_its_own_stream_that_the_operator_pauses_and_resumes() throws Exception {
        long id = newCoupon("Paused in the browser", 5);
        List<String> events = new CopyOnWriteArrayList<>();
        SystemUnderTest.shared().stack.workers().forEach(ServerProcess::pause);
        try {
            String location = client.issue(id, 1).is(202).header("location");
            var stream = CompletableFuture.runAsync(() -> client.events(location)
                    .filter(line -> line.startsWith("data:"))
                    .forEach(events::add));
            Awaitility.await().atMost(SEEN_MAX).until(() -> events.size() == 1);

            button(page, "Pause: Paused in the browser").click();
            Awaitility.await().atMost(SEEN_MAX).until(() -> events.size() == 2);
            assertThat(events.get(1)).contains("\"state\":\"QUEUED\"", "\"couponState\":\"PAUSED\"");
            assertThat(coupon(page, id).locator(".state")).hasText("Paused");
            client.issue(id, 2).is(422);

            button(page, "Resume: Paused in the browser").click();
            Awaitility.await().atMost(SEEN_MAX).until(() -> events.size() == 3);
            assertThat(events.get(2)).contains("\"state\":\"QUEUED\"").doesNotContain("couponState");
            assertThat(coupon(page, id).locator(".state")).hasText("Open");

            SystemUnderTest.shared().stack.workers().forEach(ServerProcess::resume);
            stream.get(SEEN_MAX.toSeconds(), TimeUnit.SECONDS);
            assertThat(events.get(events.size() - 1)).contains("\"outcome\":\"SUCCESS\"");
        } finally {
            SystemUnderTest.shared().stack.workers().forEach(ServerProcess::resume);
        }
    }

    @Test
    void a_dead_letter_is_replayed() throws Exception {
        String rubbish = "rubbish " + UUID.randomUUID();
        int before = page.locator("#dead-letters li.bad").count();
        try (var foreign = new ForeignProducer(SystemUnderTest.shared().topics)) {
            foreign.sendRubbish(1, rubbish.getBytes(StandardCharsets.UTF_8)).get();
        }
        Locator letters = page.locator("#dead-letters li.bad");
        assertThat(letters).hasCount(before + 1);

        letters.first().getByText("Replay").click();

        assertThat(page.locator("#toast")).containsText("is queued again.");
        assertThat(letters).hasCount(before + 2); // it is no better the second time
    }

    @Test
    void an_audit_shows_its_verdict() throws Exception {
        long id = newCoupon("Audited in the browser", 2);
        for (int user = 1; user <= 3; user++) {
            client.issueAndWait(id, user, 20);
        }
        assertThat(coupon(page, id)).containsText("2 of 2 issued");

        more("Audited in the browser");
        button(page, "Audit: Audited in the browser").click();

        assertThat(page.locator("#dialog h2"))
                .hasText(
                        "Audit of Audited in the browser: PASSED",
                        new LocatorAssertions.HasTextOptions().setTimeout(AUDITED_MAX_MILLIS));
        assertThat(page.locator("#dialog pre")).containsText("coupon " + id);
        button(page, "Close").click();
        assertThat(page.locator("#dialog")).isHidden();
    }

    @Test
    void stock_is_added() throws Exception {
        long id = newCoupon("Added to in the browser", 3);

        button(page, "Add stock: Added to in the browser").click();
        page.getByLabel("Coupons to add").fill("4");
        button(page, "Add").click();

        assertThat(page.locator("#toast")).hasText("4 added.");
        assertThat(coupon(page, id)).containsText("7 left");
        assertThat(coupon(page, id)).containsText("0 of 7 issued");
    }

    @Test
    void a_sale_is_closed_only_when_its_name_is_typed() throws Exception {
        long id = newCoupon("Closed in the browser", 3);

        more("Closed in the browser");
        button(page, "Close: Closed in the browser").click();
        page.getByLabel("Type “Closed in the browser” to confirm").fill("Closed in the brow");
        button(page, "Close the sale").click();
        assertThat(page.locator("#dialog")).isVisible();
        client.issueAndWait(id, 1, 20).is(201);

        page.getByLabel("Type “Closed in the browser” to confirm").fill("Closed in the browser");
        button(page, "Close the sale").click();

        assertThat(page.locator("#toast")).hasText("Closed in the browser is closed.");
        assertThat(coupon(page, id).locator(".state")).hasText("Closed");
        client.issue(id, 2).is(422);
    }

    @Test
    void codes_are_imported_and_winners_downloaded() throws Exception {
        button(page, "New coupon").click();
        page.getByLabel("Name").fill("Codes in the browser");
        page.getByLabel("Its stock is the codes that are imported").check();
        button(page, "Create").click();
        long id = toastedNumber("Codes in the browser is coupon (\\d+)\\.");

        button(page, "Import codes: Codes in the browser").click();
        page.getByLabel("File")
                .setInputFiles(
                        new FilePayload("codes.csv", "text/csv", "FIRST\nSECOND\n".getBytes(StandardCharsets.UTF_8)));
        button(page, "Import").click();
        assertThat(page.locator("#toast")).hasText("2 codes added, 2 free.");
        assertThat(coupon(page, id)).containsText("2 left");
        client.issueAndWait(id, 7, 20).is(201);

        more("Codes in the browser");
        Download winners = page.waitForDownload(
                () -> coupon(page, id).getByText("Winners").click());

        assertThat(winners.suggestedFilename()).isEqualTo("coupon-" + id + "-winners.csv");
        List<String> lines = Files.readAllLines(winners.path());
        assertThat(lines.get(0)).isEqualTo("number,userId,requestId,issuedAt,code");
        assertThat(lines.get(1)).startsWith("1,7,").endsWith(",FIRST");
        assertThat(lines).hasSize(2);
    }

    private long newCoupon(String name, long stock) {
        long id = client.createCoupon(name, stock);
        assertThat(coupon(page, id)).isVisible();
        return id;
    }

    private void more(String name) {
        page.getByLabel("More: " + name).click();
    }

    /** The number in the page's latest message, when it is this one. */
    private long toastedNumber(String message) {
        Pattern pattern = Pattern.compile(message);
        assertThat(page.locator("#toast")).hasText(pattern);
        var matcher = pattern.matcher(page.locator("#toast").textContent());
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
