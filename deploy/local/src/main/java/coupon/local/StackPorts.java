package coupon.local;

import picocli.CommandLine.Option;

/** The ports of a stack, all on 127.0.0.1, each with its option; 0, without a command line, is any that is free. */
public final class StackPorts {
    private static final String DEFAULT = "default: ${DEFAULT-VALUE}";

    @Option(names = "--port-api", paramLabel = "PORT", defaultValue = "9090", description = DEFAULT)
    int api;

    @Option(names = "--port-api-management", paramLabel = "PORT", defaultValue = "9091", description = DEFAULT)
    int apiManagement;

    @Option(
            names = "--port-workers",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "the first worker's, the others follow; " + DEFAULT)
    int workers;

    @Option(names = "--port-kafka", paramLabel = "PORT", defaultValue = "9092", description = DEFAULT)
    int kafka;

    @Option(names = "--port-kafka-controller", paramLabel = "PORT", defaultValue = "9093", description = DEFAULT)
    int kafkaController;

    @Option(names = "--port-database", paramLabel = "PORT", defaultValue = "3306", description = DEFAULT)
    int database;

    @Option(names = "--port-redis", paramLabel = "PORT", defaultValue = "6379", description = DEFAULT)
    int redis;

    /** That of a worker; the first one's number is 1. */
    int worker(int number) {
        return workers == 0 ? 0 : workers + number - 1;
    }
}
