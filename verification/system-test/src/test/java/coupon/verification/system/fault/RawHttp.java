package coupon.verification.system.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Bytes to a server of this machine, as no decent client would send them, and the bytes that come back. */
final class RawHttp {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(90);
    private static final int STATUS_BEGINS = "HTTP/1.1 ".length();

    private RawHttp() {}

    /** Sends this, one byte per character, and returns all that comes until the server closes the connection. */
    static String exchange(int port, String bytes) throws IOException {
        try (Socket socket = open(port)) {
            send(socket, bytes);
            return readAll(socket);
        }
    }

    static Socket open(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(Math.toIntExact(SILENCE_MAX.toMillis()));
        return socket;
    }

    /** A server that has heard enough may answer and close before it has read all: that is no failure. */
    private static void send(Socket socket, String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException heardEnough) {
            return;
        }
    }

    /** Until the connection is closed, in whichever way. */
    static String readAll(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(answer);
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException reset) {
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    /** The status of an answer; 0 without one. */
    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ")
                ? Integer.parseInt(answer.substring(STATUS_BEGINS, STATUS_BEGINS + 3))
                : 0;
    }
}
