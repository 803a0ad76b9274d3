package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import coupon.core.domain.Coupon;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import coupon.verification.testkit.ProcessUse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do to the API by mistake or malice; others are served all the time. */
@Tag("fault-long")
class HttpAbuseIT {
    private static final int SLOW_CLIENTS = 200;
    /** The product promises 4 s; the rest is for the machine. */
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(8);

    private static final long IDLE_CLIENTS_MAX = 10_000;
    private static final double MEGABYTES_MAX = 1_073;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(10);
    private static final String ADMIN = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.US_ASCII)) + "\r\n";

    private static Scenario scenario;
    private static int port;
    private static long process;
    private static Coupon coupon;
    private static Load others;

    @BeforeAll
    static void othersCome() throws Exception {
        scenario = new Scenario("HTTP abuse");
        port = scenario.stack.api().port();
        process = scenario.stack.api().pid();
        coupon = scenario.coupon(Scenario.PLENTY);
        others = Load.closed(scenario.client, List.of(coupon), 2, 0);
    }

    @AfterAll
    static void othersWereServed() throws Exception {
        others.awaitResponses(System.nanoTime(), 20, Response::isAccepted);
        List<Response> responses = others.stop();
        long mended = System.nanoTime();
        assertThat(responses).allSatisfy(it -> {
            assertThat(it.status()).isEqualTo(202);
            assertThat(it.took()).isLessThan(SERVED_WITHIN);
        });
        scenario.assertGuaranteesHold(responses);
        assertThat(scenario.stack.api().pid()).isEqualTo(process);
        assertThat(scenario.stack.api().isAlive()).isTrue();
        assertThat(ProcessUse.residentMegabytes(process)).isPositive().isLessThan(MEGABYTES_MAX);
        scenario.reportRecovery(mended);
    }

    @Test
    void headers_that_come_slowly_are_not_waited_for() throws Exception {
        assertThat(slowly("GET /api/coupons HTTP/1.1\r\nHost: x\r\nX-Slow: ")).allMatch(String::isEmpty);
    }

    @Test
    void bodies_that_come_slowly_are_not_waited_for() throws Exception {
        String begun = adminPost("x".repeat(100)).replaceFirst("x{99}$", "");

        assertThat(slowly(begun)).allMatch(answer -> RawHttp.status(answer) == 408);
    }

    /** The responses to many clients that begin so at once and then send nothing; each must end in time. */
    private static List<String> slowly(String begun) throws Exception {
        Callable<String> client = () -> {
            long began = System.nanoTime();
            String answer = RawHttp.exchange(port, begun);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GIVEN_UP_WITHIN);
            return answer;
        };
        ExecutorService patient = Executors.newFixedThreadPool(SLOW_CLIENTS);
        try {
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : patient.invokeAll(Collections.nCopies(SLOW_CLIENTS, client))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            patient.shutdownNow();
        }
    }

    @Test
    void idle_connections_are_borne_and_closed() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            while (idle.size() < idleClients()) {
                idle.add(RawHttp.open(port));
            }
            others.awaitResponses(System.nanoTime(), 100, Response::isAccepted);
            for (Socket socket : idle) {
                assertThat(RawHttp.readAll(socket)).isEmpty();
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void headers_that_are_too_large() throws IOException {
        assertThat(status("GET /api/coupons HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(100_000) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(status("GET /api/coupons?x=" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEqualTo(414);
    }

    @Test
    void a_body_that_is_too_large() throws IOException {
        String body = "{\"name\":\"" + "x".repeat(1_000_000) + "\",\"totalQuantity\":1}";
        assertThat(status(adminPost(body))).isEqualTo(413);
    }

    @Test
    void a_body_that_is_not_utf_8() throws IOException {
        assertThat(status(adminPost("{\"name\":\"\u00ff\u00fe\",\"totalQuantity\":1}")))
                .isEqualTo(400);
    }

    /** Characters above 127 are sent as the byte of that number, which is not UTF-8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s?userId=%%ff",
                "%s?userId=\u00ff",
                "%s?userId=%%zz",
                "%s?userId=%%00",
                "%s?userId=1%%0d%%0aX-Injected:%%20yes",
                "%s?userId=1%%20OR%%201%%3D1",
                "%s?userId=1;DROP%%20TABLE%%20coupon",
                "%s?userId=1'--",
                "%s?userId=1e3",
                "%s?userId=%%EF%%BC%%91",
                "%s?userId=99999999999999999999",
                "%s?userId=-1",
                "%s?userId=",
                "%s",
                "/api/coupons/1%%0d%%0aX-Injected:%%20yes/issue?userId=1",
                "/api/coupons/1%%20OR%%201=1/issue?userId=1",
                "/api/coupons/..%%2f..%%2fops/issue?userId=1",
                "/api/coupons/%%2e%%2e/%%2e%%2e/ops/?userId=1",
                "/api/coupons/%%00/issue?userId=1",
                "/api/coupons/\u00ff/issue?userId=1",
                "/api//coupons/1/issue?userId=1",
                "/api/coupons;a=b/1/issue?userId=1",
                "/api\\coupons/1/issue?userId=1"
            })
    void an_id_or_a_path_that_is_none_is_a_bad_request_and_nothing_of_it_is_in_the_headers(String target)
            throws IOException {
        String issue = "/api/coupons/" + coupon.couponId() + "/issue";
        String answer = RawHttp.exchange(
                port,
                "POST " + String.format(target, issue)
                        + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(RawHttp.status(answer)).isEqualTo(400);
        assertThat(answer).doesNotContainIgnoringCase("\nX-Injected", "SQLException", "at coupon.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=10\rX-Injected: yes", "wait=\u00ff", "wait=99999999999999999999", "wait=-1"})
    void a_bad_header_is_a_bad_request(String prefer) throws IOException {
        String answer = RawHttp.exchange(
                port,
                "POST /api/coupons/" + coupon.couponId() + "/issue?userId=1 HTTP/1.1\r\nHost: x\r\nPrefer: " + prefer
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(RawHttp.status(answer)).isEqualTo(400);
    }

    @Test
    void sql_in_a_name_is_a_name() throws Exception {
        String name = "x'); DROP TABLE user_coupon; --";
        long created = scenario.client.createCoupon(name, 1);

        assertThat(scenario.database.coupon(created).name()).isEqualTo(name);
    }

    @Test
    void what_is_no_http_is_a_bad_request() throws IOException {
        assertThat(status("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"))
                .isEqualTo(400);
        assertThat(status("GET /api/coupons\r\n\r\n")).isEqualTo(400);
        assertThat(status("GET /api/coupons HTTP/9.9\r\nHost: x\r\n\r\n")).isEqualTo(400);
    }

    @Test
    void a_request_of_two_lengths_hides_no_second_one() throws IOException {
        String answer = RawHttp.exchange(
                port,
                "POST /api/coupons/1/issue?userId=0 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /ops/ HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(RawHttp.status(answer)).isEqualTo(400);
        assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
    }

    /** Not more than this machine lets a process have open files for. */
    private static long idleClients() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Math.min(IDLE_CLIENTS_MAX, unix.getMaxFileDescriptorCount() / 2)
                : 1_000;
    }

    private int status(String bytes) throws IOException {
        return RawHttp.status(RawHttp.exchange(port, bytes));
    }

    private static String adminPost(String body) {
        return "POST /api/admin/coupons HTTP/1.1\r\nHost: x\r\n" + ADMIN
                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }
}
