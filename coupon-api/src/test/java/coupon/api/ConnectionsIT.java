package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that send too slowly, or no HTTP. */
class ConnectionsIT {
    private static final String COUPONS = "/api/admin/coupons";
    private static final int MANY = 50;
    /** So much longer than a request may take that a busy machine does not take one for the other. */
    private static final Duration IDLE_MAX = Duration.ofSeconds(8);

    private static final Duration REST = Duration.ofMillis(1_500);
    private static final Duration BETWEEN_BYTES = Duration.ofMillis(100);
    /** So expensive to check that many at once take longer than a request may. */
    private static final String HASHED = "{bcrypt}" + new BCryptPasswordEncoder(11).encode(ApiUnderTest.PASSWORD);

    private static ApiUnderTest api;

    @BeforeAll
    static void start() {
        api = ApiUnderTest.startBesideShared(
                "--app.http.request-read-max=1s",
                "--server.netty.idle-timeout=" + IDLE_MAX.toSeconds() + "s",
                "--app.security.admin.password=" + HASHED);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void bodies_that_do_not_come_are_answered_so_however_long_it_takes_to_know_the_client() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int client = 0; client < MANY; client++) {
                slow.add(send(post(100) + "{"));
            }
            for (Socket socket : slow) {
                problem(readAll(socket), 408, COUPONS);
            }
        } finally {
            close(slow);
        }
    }

    @Test
    void a_body_that_drips_is_not_waited_for() throws Exception {
        try (Socket socket = send(post(1_000))) {
            assertThat(drip(socket)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void headers_that_drip_are_not_waited_for() throws Exception {
        try (Socket socket = send("GET /api/coupons HTTP/1.1\r\nX-Slow: ")) {
            assertThat(drip(socket)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void headers_that_do_not_come_are_not_waited_for() throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = send("GET /api/coupons HTTP/1.1\r\nHost:")) {
            assertThat(readAll(socket)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IDLE_MAX.minusMillis(500));
    }

    @Test
    void a_connection_that_says_nothing_is_closed_when_it_is_idle_and_not_before() throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = send("")) {
            assertThat(readAll(socket)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(IDLE_MAX.minusMillis(500));
    }

    @Test
    void a_fresh_connection_may_rest_before_its_first_request() throws IOException {
        try (Socket socket = send("")) {
            await().pollDelay(REST).until(() -> true); // the rest itself
            write(socket, "GET /api/coupons/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(readAll(socket)).contains("HTTP/1.1 400 ");
        }
    }

    @Test
    void a_request_that_breaks_off_is_not_queued() throws IOException {
        long coupon = api.newCoupon(10);
        String post = "POST /api/coupons/" + coupon + "/issue?userId=1 HTTP/1.1\r\nHost: x\r\n";
        List<Long> before = queued();

        try (Socket socket = send(post + "Content-Length: 10\r\n\r\nabc")) {
            problem(readAll(socket), 408, "/api/coupons/" + coupon + "/issue");
        }
        assertThat(queued()).as("a body that does not come").isEqualTo(before);
        try (Socket socket = send(post + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nzz\r\n")) {
            problem(readAll(socket), 400, "/api/coupons/" + coupon + "/issue");
        }
        assertThat(queued()).as("a broken chunk").isEqualTo(before);
        try (Socket socket = send(post + "Content-Length: 20000000\r\n\r\nabc")) {
            problem(readAll(socket), 413, "/api/coupons/" + coupon + "/issue");
        }
        try (Socket socket = send(post + "Content-Length: 10\r\n\r\nabc")) {
            socket.shutdownOutput();
            readAll(socket);
        }

        assertThat(queued()).isEqualTo(before);
        try (Socket socket = send(post + "Connection: close\r\nContent-Length: 3\r\n\r\nabc")) {
            assertThat(readAll(socket)).startsWith("HTTP/1.1 202 ");
        }
    }

    @Test
    void requests_before_a_late_one_are_answered_first_and_for_themselves() throws IOException {
        long coupon = api.newCoupon(10);
        String path = "/api/coupons/" + coupon + "/issue";
        String waiting = "POST " + path + "?userId=1 HTTP/1.1\r\nHost: x\r\nPrefer: wait=3\r\n\r\n";
        String late = "POST " + path + "?userId=2 HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc";

        try (Socket socket = send(waiting + late)) {
            String answers = readAll(socket);

            assertThat(answers).startsWith("HTTP/1.1 202 ").containsOnlyOnce("HTTP/1.1 202 ");
            problem(answers.substring(answers.lastIndexOf("HTTP/1.1 ")), 408, path);
        }
    }

    @Test
    void a_stream_to_a_client_of_http_1_0_has_no_chunks_and_ends_with_its_connection() throws IOException {
        String location = api.http().issue(api.newCoupon(1), 1).header("location");
        try (Socket socket = send("GET " + location + " HTTP/1.0\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")) {
            String begun = readUntil(socket, "\n\n");

            assertThat(begun).startsWith("HTTP/1.").contains(" 200 ").doesNotContainIgnoringCase("chunked");
            assertThat(begun.substring(begun.indexOf("\r\n\r\n") + 4)).startsWith("event:queued\ndata:{");
        }
    }

    @Test
    void a_connection_may_rest_between_requests_for_longer_than_a_request_may_take() throws Exception {
        try (Socket socket = send("GET /api/coupons/x HTTP/1.1\r\nHost: x\r\n\r\n")) {
            byte[] first = new byte[12];
            assertThat(socket.getInputStream().readNBytes(first, 0, first.length))
                    .isEqualTo(first.length);
            await().pollDelay(REST).until(() -> true); // the rest itself
            write(socket, "GET /api/coupons/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(readAll(socket)).contains("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/coupons HTTP/9.9, 400",
        "GET /api/coupons HTTP/2.0, 400",
        "GET /api/coupons FTP/1.1, 400",
        "GET /api/coupons, 400",
        "'\u0016\u0003\u0001', 400"
    })
    void what_is_no_http_is_refused_as_such(String line, int status) throws IOException {
        try (Socket socket = send(line + "\r\nHost: x\r\n\r\n")) {
            problem(readAll(socket), status, "/");
        }
    }

    @Test
    void what_is_too_large_is_refused_as_such() throws IOException {
        String large = "x".repeat(100_000);
        try (Socket socket = send("GET /" + large + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            problem(readAll(socket), 414, "/");
        }
        try (Socket socket = send("GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + large + "\r\n\r\n")) {
            problem(readAll(socket), 431, "/");
        }
    }

    @Test
    void a_length_that_is_none_is_refused_as_such() throws IOException {
        for (String length : new String[] {"-1", "x", "1\r\nContent-Length: 2", "1\r\nTransfer-Encoding: chunked"}) {
            try (Socket socket = send(
                    "POST " + COUPONS + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n0\r\n\r\n")) {
                problem(readAll(socket), 400, "/");
            }
        }
    }

    private static String post(int length) {
        return "POST " + COUPONS + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
                + api.http().login()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static Socket send(String bytes) throws IOException {
        var socket = new Socket("127.0.0.1", api.port());
        socket.setSoTimeout(60_000);
        write(socket, bytes);
        return socket;
    }

    /** Also to a server that closes before it has read everything: what it has said by then tells why. */
    private static void write(Socket socket, String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closed) {
            return;
        }
    }

    /** One byte after the other until the connection is closed; returns how long that took. */
    private static Duration drip(Socket socket) {
        long begun = System.nanoTime();
        try {
            for (int sent = 0; sent < 1_000; sent++) {
                LockSupport.parkNanos(BETWEEN_BYTES.toNanos()); // the pace of the client
                socket.getOutputStream().write('x');
            }
        } catch (IOException closed) {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
        throw new AssertionError("still open");
    }

    /** Also of a server that closes before it has read everything. */
    private static String readAll(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(answer);
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException reset) {
            return answer.toString(StandardCharsets.UTF_8);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.UTF_8).endsWith(end)) {
            int next = socket.getInputStream().read();
            assertThat(next).as(read.toString(StandardCharsets.UTF_8)).isNotNegative();
            read.write(next);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static List<Long> queued() {
        return api.topics().endOffsets(api.topics().names().couponIssue());
    }

    private static void problem(String answer, int status, String path) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n");
        JsonNode problem = JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.path("instance").asString()).isEqualTo(path);
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
