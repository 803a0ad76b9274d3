package coupon.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Starts Kafka, MariaDB, Redis, the API and the workers on this machine, all on 127.0.0.1. It is ready when the"
                    + " API and one worker are; the other workers follow.",
            "",
            "Of the environment only these variables reach the applications: APP_*, SPRING_SECURITY_*,"
                    + " SPRING_PROFILES_INCLUDE, LOGGING_LEVEL_*, MANAGEMENT_TRACING_* and MANAGEMENT_OPENTELEMETRY_*.",
            ""
        })
final class UpCommand implements Callable<Integer> {
    static final String DETACH = "--detach";

    private static final int WORKERS_MAX = 32;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "3", description = "how many workers (default: 3)")
    private int workers;

    @Option(
            names = "--queue",
            paramLabel = "kafka|redis",
            defaultValue = "kafka",
            description = "the queue between the API and the workers (default: kafka); redis starts no Kafka")
    private StackSettings.QueueType queue = StackSettings.QueueType.kafka;

    @Option(names = DETACH, description = "return when it is ready; deploy/local/down stops it")
    private boolean detach;

    @Option(names = "--fresh", description = "delete what the servers have stored first")
    private boolean fresh;

    @Mixin
    private StackPaths paths = new StackPaths();

    @ArgGroup(validate = false, heading = "Ports (0: any that is free):%n")
    private StackPorts ports = new StackPorts();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (workers < 0 || workers > WORKERS_MAX) {
            throw new ParameterException(spec.commandLine(), "--workers must be between 0 and " + WORKERS_MAX);
        }
        if (detach) {
            return Detached.up(paths, spec.commandLine().getParseResult().originalArgs());
        }
        var settings = new StackSettings(paths.home(), paths.data(), paths.logs(), ports, workers, queue, fresh, true);
        Stack.start(settings, System.out::println, stack -> {}).startFollowers();
        Thread.currentThread().join(); // until a signal ends this JVM, and its shutdown hook the stack
        return 0;
    }
}
