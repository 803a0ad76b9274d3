package coupon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackIT {
    private static final Duration NOTICED_MAX = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final List<String> console = new CopyOnWriteArrayList<>();

    @BeforeEach
    void build() throws IOException {
        StandInApp.installIn(directory);
    }

    @Test
    void starts_everything_makes_coupon_1_and_leaves_nothing_behind() throws SQLException {
        List<ProcessHandle> processes;
        try (Stack stack = start(settings(2))) {
            processes = processesOf(stack);
            assertThat(processes).hasSize(6).allMatch(ProcessHandle::isAlive);
            assertThat(stockOfCoupon1(stack)).isEqualTo(100);
            assertThat(stack.apiUrl()).hasHost("127.0.0.1").hasPort(stack.api().port());
            StackState state = StackState.running(settings(0).dataDir());
            assertThat(state.apiPort()).isEqualTo(stack.api().port());
            assertThat(state.children()).hasSize(6);
            stack.workers().get(1).pause();
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(StackState.read(settings(0).dataDir())).isEmpty();
        assertThat(console).last().isEqualTo("Stopped");
    }

    @Test
    void workers_can_be_killed_started_with_other_options_and_added_and_another_api_goes_with_the_stack()
            throws IOException {
        AppServer another;
        try (Stack stack = start(withoutKafka(1), new AppOptions(List.of("-Dadded=first"), Map.of("ADDED", "1")))) {
            AppServer worker = stack.workers().get(0);
            worker.kill();
            worker.setOptions(new AppOptions(List.of("-Dadded=second"), Map.of("ADDED", "2")));
            AppServer more = stack.addWorker();
            another = stack.addApi();
            List<AppServer> launched = List.of(worker, more, another);
            launched.forEach(AppServer::launch);
            launched.forEach(AppServer::awaitAnswer);

            assertThat(worker.log()).hasContent("queue redis, added 1, first\nqueue redis, added 2, second");
            assertThat(stack.workers()).hasSize(2).allMatch(AppServer::isAlive);
            assertThat(another.ports()).doesNotContainAnyElementsOf(stack.api().ports());
            assertThat(stack.api().isAlive()).isTrue();
            assertThat(stack.redis().isAlive()).isTrue();
            assertThat(stack.kafka().isAlive())
                    .as("nobody needs it in Redis mode")
                    .isFalse();
        }
        assertThat(another.isAlive()).isFalse();
    }

    @Test
    void its_data_survives_unless_a_fresh_start_is_wanted() throws Exception {
        StackSettings settings = withoutKafka(0);
        try (Stack stack = start(settings);
                Connection connection = stack.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE coupon SET stock = 42");
        }
        try (Stack stack = start(settings)) {
            assertThat(stockOfCoupon1(stack)).isEqualTo(42);
        }
        Path stored = Files.createDirectories(settings.dataDir().resolve("kafka/logs"));
        try (Stack stack = start(supervised(true))) {
            assertThat(stockOfCoupon1(stack)).isEqualTo(100);
            assertThat(stored).doesNotExist();
        }
    }

    @Test
    void supervised_it_brings_back_what_was_killed_and_its_other_workers_follow() {
        try (Stack stack = start(supervised(false))) {
            assertThat(stack.workers()).extracting(AppServer::isAlive).containsExactly(true, false);
            long before = stack.api().pid();
            stack.api().kill();
            stack.startFollowers();

            assertThat(stack.workers()).allMatch(AppServer::isAlive);
            Awaitility.await()
                    .atMost(NOTICED_MAX)
                    .until(() -> stack.api().isAlive() && stack.api().pid() != before);
            stack.api().awaitAnswer();
            Awaitility.await()
                    .atMost(NOTICED_MAX)
                    .until(() -> StackState.running(settings(0).dataDir()).children().stream()
                            .anyMatch(child -> child.pid() == stack.api().pid()));
            assertThat(StackState.running(settings(0).dataDir()).children()).hasSize(5);
        }
    }

    @Test
    void an_application_that_does_not_start_is_named_with_its_log_and_nothing_is_left_behind() {
        StackSettings settings = settings(1);
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        assertThatThrownBy(() -> start(settings, new AppOptions(List.of(), Map.of("REFUSE", "yes"))))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("consumer-1 ended with exit code 3")
                .hasMessageContaining("I refuse");
        assertThat(ProcessHandle.current().children()).isSubsetOf(before);
        assertThat(StackState.read(settings.dataDir())).isEmpty();
    }

    private StackSettings settings(int workers) {
        return StackSettings.forTests(directory, directory, workers);
    }

    private Stack start(StackSettings settings) {
        return start(settings, AppOptions.NONE);
    }

    private Stack start(StackSettings settings, AppOptions ofWorkers) {
        return Stack.start(settings, console::add, stack -> {
            stack.kafka().setOptions(AppOptions.LIGHT);
            stack.workers().forEach(worker -> worker.setOptions(ofWorkers));
        });
    }

    private StackSettings withoutKafka(int workers) {
        return settings(workers).withQueue(StackSettings.QueueType.redis);
    }

    private StackSettings supervised(boolean fresh) {
        StackSettings plain = withoutKafka(2);
        return new StackSettings(
                plain.home(), plain.dataDir(), plain.logDir(), plain.ports(), 2, plain.queue(), fresh, true);
    }

    private static List<ProcessHandle> processesOf(Stack stack) {
        return Stream.concat(
                        Stream.of(stack.kafka(), stack.database(), stack.redis(), stack.api()),
                        stack.workers().stream())
                .map(server -> ProcessHandle.of(server.pid()).orElseThrow())
                .toList();
    }

    private static long stockOfCoupon1(Stack stack) throws SQLException {
        try (Connection connection = stack.database().connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT stock FROM coupon WHERE coupon_id = 1")) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }
}
