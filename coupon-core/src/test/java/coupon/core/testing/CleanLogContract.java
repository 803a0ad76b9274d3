package coupon.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.Logger;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.LogbackLoggingSystemProperties;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** What an application prints as its log, with the settings of its own {@code application.yml}. */
@ResourceLock(Resources.SYSTEM_OUT)
public abstract class CleanLogContract {
    private static final String FORGED = "2026-01-01T00:00:00.000Z  INFO 1 --- [coupon] verdict: PASSED";
    private static final String HOSTILE = "Coffee ☕\r\n" + FORGED + "\n\u001b[2J\u009b1m\u0000\u2028\u202e\u0085\tx";

    @Test
    void a_text_from_outside_neither_begins_an_entry_nor_reaches_the_terminal_with_control_characters()
            throws Exception {
        String printed = printed("console-appender.xml", "", log -> log.warn("coupon {} edited", HOSTILE));

        assertThat(printed.lines().toList()).hasSize(3);
        assertThat(printed).matches("(?s)[-0-9]{10}T[:.0-9]{12}\\S+  WARN \\S* ?--- .* : coupon Coffee ☕\\?\n.*");
        assertThat(printed).contains("\n | " + FORGED + "\n | ?[2J?1m????\tx edited\n");
        assertCleaned(printed);
    }

    @Test
    void nor_does_the_message_of_an_exception() throws Exception {
        var failure = new IllegalStateException(HOSTILE, new IOException(HOSTILE));

        String printed = printed("console-appender.xml", "", log -> log.error("failed", failure));

        assertThat(printed)
                .contains(" : failed\n")
                .contains("\n | java.lang.IllegalStateException: Coffee ☕?\n | " + FORGED + "\n")
                .contains("\n | Caused by: java.io.IOException: Coffee ☕?\n")
                .contains("\n | \tat ");
        assertCleaned(printed);
    }

    @Test
    void an_ordinary_entry_is_one_line_as_spring_boot_prints_it() throws Exception {
        assertThat(printed("console-appender.xml", "", log -> log.info("ready: 100 % \\ 'quoted' $0")))
                .matches("[-0-9]{10}T[:.0-9]{12}\\S+  INFO \\S* ?--- .*\\[ *[\\w-]+\\] (\\[ *\\] )?coupon\\.Log +"
                        + " : ready: 100 % \\\\ 'quoted' \\$0\n");
    }

    @Test
    void as_json_it_is_one_line_with_everything_escaped() throws Exception {
        String printed = printed("structured-console-appender.xml", "ecs", log -> log.warn("coupon {}", HOSTILE));

        assertThat(printed)
                .startsWith("{")
                .endsWith("}\n")
                .contains("\"message\":\"coupon Coffee ☕\\r\\n2026-01-01T00");
        assertThat(printed.lines().toList()).hasSize(1);
        assertThat(printed).doesNotContain("\u001b");
    }

    private static void assertCleaned(String printed) {
        assertThat(printed.lines().skip(1)).allMatch(line -> line.startsWith(" | ") || line.isEmpty());
        assertThat(printed.codePoints()
                        .filter(it -> Character.isISOControl(it) && it != '\n' && it != '\t')
                        .boxed()
                        .toList())
                .isEqualTo(List.of());
        assertThat(printed).doesNotContain("\u2028", "\u202e");
    }

    private static String printed(String appender, String format, Consumer<Logger> logging) throws Exception {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        Environment environment = environment();
        context.putObject(Environment.class.getName(), environment);
        new LogbackLoggingSystemProperties(environment, context::putProperty).apply();
        context.putProperty("CONSOLE_LOG_STRUCTURED_FORMAT", format);
        String boot = "<include resource=\"org/springframework/boot/logging/logback/";
        String configuration = "<configuration>" + boot + "defaults.xml\"/>" + boot + appender + "\"/>"
                + "<root level=\"INFO\"><appender-ref ref=\"CONSOLE\"/></root></configuration>";
        var output = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(new OfThisThread(output, console), true, StandardCharsets.UTF_8));
        try {
            var configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
            logging.accept(context.getLogger("coupon.Log"));
        } finally {
            context.stop();
            System.setOut(console);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** What others of this JVM log meanwhile, such as an application that all tests share, is not what is looked at. */
    private static final class OfThisThread extends OutputStream {
        private final Thread thread = Thread.currentThread();
        private final OutputStream output;
        private final OutputStream ofOthers;

        OfThisThread(OutputStream output, OutputStream ofOthers) {
            this.output = output;
            this.ofOthers = ofOthers;
        }

        @Override
        public void write(int one) throws IOException {
            (Thread.currentThread() == thread ? output : ofOthers).write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            (Thread.currentThread() == thread ? output : ofOthers).write(bytes, from, length);
        }
    }

    /** The first document only: the others are of profiles. */
    private static Environment environment() throws IOException {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addLast(new YamlPropertySourceLoader()
                        .load("settings", new ClassPathResource("application.yml"))
                        .get(0));
        return environment;
    }
}
