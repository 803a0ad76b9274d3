package coupon.local;

import coupon.local.StackSettings.QueueType;
import java.util.concurrent.Callable;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "lag",
        mixinStandardHelpOptions = true,
        description = "Prints the lag of the workers with Kafka's own kafka-consumer-groups tool.")
final class LagCommand implements Callable<Integer> {
    private static final String GROUP = "coupon-issue-consumer-group";

    @Mixin
    private StackPaths paths = new StackPaths();

    @Override
    public Integer call() {
        StackState state = StackState.running(paths.data());
        if (state.queue() == QueueType.redis) {
            throw new StackException("this stack queues in Redis, where there is no consumer group; use"
                    + " curl -u admin:admin http://127.0.0.1:" + state.apiPort() + "/api/admin/lag");
        }
        String broker = "127.0.0.1:" + state.kafkaPort();
        ConsumerGroupCommand.main(new String[] {"--bootstrap-server", broker, "--describe", "--group", GROUP});
        return 0;
    }
}
