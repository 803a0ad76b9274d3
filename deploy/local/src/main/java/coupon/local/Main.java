package coupon.local;

import coupon.local.StackSettings.QueueType;
import java.net.URI;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands {@code up}, {@code down}, {@code smoke} and {@code lag} of {@code deploy/local}. */
@Command(
        name = "deploy/local",
        subcommands = {UpCommand.class, DownCommand.class, TrainCommand.class})
final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    if (!(failure instanceof StackException)) {
                        failure.printStackTrace(command.getErr());
                    }
                    command.getErr().println("error: " + failure.getMessage());
                    return 1;
                });
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
}
