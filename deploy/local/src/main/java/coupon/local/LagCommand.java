package coupon.local;

import coupon.local.StackSettings.QueueType;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "lag",
        mixinStandardHelpOptions = true,
        description =
                "Prints the lag of the workers with Kafka's own kafka-consumer-groups tool; with an option, as this"
                        + " project sees it: line by line, with the age of the oldest undecided request.")
final class LagCommand implements Callable<Integer> {
    private static final String GROUP = "coupon-issue-consumer-group";
    private static final String TOPIC = "coupon-issue-events";
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Mixin
    private Place place = new Place();

    @Option(names = "--watch", description = "again every second, until interrupted")
    private boolean watch;

    @Option(names = "--json", description = "a line of JSON, for other programs")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        StackState state = StackState.running(place.data());
        if (state.queue() == QueueType.redis) {
            throw new StackException("this stack queues in Redis, where there is no consumer group; ask"
                    + " curl -u admin:admin http://127.0.0.1:" + state.apiPort() + "/api/admin/lag");
        }
        String broker = "127.0.0.1:" + state.kafkaPort();
        if (watch || json) {
            print(broker);
        } else {
            ConsumerGroupCommand.main(new String[] {"--bootstrap-server", broker, "--describe", "--group", GROUP});
        }
        return 0;
    }

    private void print(String broker) throws InterruptedException {
        try (var lines = new Lines(broker, GROUP, TOPIC, Clock.systemUTC())) {
            System.out.println(shown(lines));
            while (watch) {
                Thread.sleep(INTERVAL.toMillis());
                System.out.println(shown(lines));
            }
        }
    }

    private String shown(Lines lines) {
        return json ? LineLag.json(lines.look()) : LineLag.table(lines.look());
    }
}
