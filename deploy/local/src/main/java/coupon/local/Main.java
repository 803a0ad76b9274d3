package coupon.local;

import coupon.local.StackSettings.QueueType;
import coupon.local.server.Launcher;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands {@code up}, {@code down}, {@code smoke} and {@code lag} of {@code deploy/local}. */
@Command(
        name = "deploy/local",
        subcommands = {UpCommand.class, TrainCommand.class})
final class Main {
    /** The applications have 30 seconds to end, and the servers after them. */
    private static final Duration STOP_MAX = Duration.ofSeconds(90);

    private Main() {}

    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    if (!(failure instanceof StackException)) {
                        failure.printStackTrace(command.getErr());
                    }
                    command.getErr().println("error: " + failure.getMessage());
                    return 1;
                });
        System.exit(commands.execute(args));
    }

    @Command(mixinStandardHelpOptions = true, description = "Stops the stack that deploy/local/up started.")
    int down(@Mixin StackPaths paths) {
        Optional<StackState> state = StackState.read(paths.data());
        Optional<ProcessHandle> owner = state.flatMap(StackState::owner);
        if (owner.isPresent()) {
            System.out.println("Stopping the stack (process " + owner.get().pid() + ")");
            stop(owner.get());
        }
        List<ProcessHandle> left = state.map(StackState::children).orElse(List.of());
        left.forEach(Main::kill);
        StackState.delete(paths.data());
        System.out.println(owner.isPresent() || !left.isEmpty() ? "Stopped" : "No stack is running on " + paths.data());
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Issues coupons of the running stack and checks the answers.")
    int smoke(@Mixin StackPaths paths) {
        URI api = URI.create(
                "http://127.0.0.1:" + StackState.running(paths.data()).apiPort());
        return new Smoke(new ApiClient(api)).passes() ? 0 : 1;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints the lag of the workers with Kafka's own kafka-consumer-groups tool.")
    int lag(@Mixin StackPaths paths) {
        StackState state = StackState.running(paths.data());
        if (state.queue() == QueueType.redis) {
            throw new StackException("this stack queues in Redis, where there is no consumer group; use"
                    + " curl -u admin:admin http://127.0.0.1:" + state.apiPort() + "/api/admin/lag");
        }
        String broker = "127.0.0.1:" + state.kafkaPort();
        String group = "coupon-issue-consumer-group";
        ConsumerGroupCommand.main(new String[] {"--bootstrap-server", broker, "--describe", "--group", group});
        return 0;
    }

    private static void stop(ProcessHandle owner) {
        Launcher.end(owner, STOP_MAX);
        if (owner.isAlive()) {
            System.out.println("It did not end within " + STOP_MAX.toSeconds() + " s and is killed");
            kill(owner);
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
