package coupon.verification.audit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the command said. */
record Verdict(int exitCode, String out, String err) {
    static Verdict of(List<String> arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = AuditCommand.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Verdict(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    /** As {@code "G3 WRONG_OUTCOME 0-17"}, or without a position. */
    List<String> violations() {
        return json().get("violations").valueStream().map(Verdict::shortly).toList();
    }

    List<String> notes() {
        return json().get("notes").valueStream().map(JsonNode::asString).toList();
    }

    long count(String name) {
        return json().get("counts").get(name).asLong();
    }

    private static String shortly(JsonNode violation) {
        String position = violation.get("partition").isNull()
                ? ""
                : " " + violation.get("partition").asInt() + "-"
                        + violation.get("offset").asLong();
        return violation.get("guarantee").asString() + " "
                + violation.get("kind").asString() + position;
    }
}
