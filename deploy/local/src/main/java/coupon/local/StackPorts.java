package coupon.local;

import picocli.CommandLine.Option;

/** The ports of a stack, all on 127.0.0.1, each with its option; 0, without a command line, is any that is free. */
public final class StackPorts {
    @Option(names = "--port-api", paramLabel = "PORT", defaultValue = "9090", description = "default: 9090")
    int api;

    @Option(names = "--port-api-management", paramLabel = "PORT", defaultValue = "9091", description = "default: 9091")
    int apiManagement;

    @Option(
            names = "--port-workers",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "the first worker's, the others follow; default: 8081")
    int workers;

    @Option(names = "--port-kafka", paramLabel = "PORT", defaultValue = "9092", description = "default: 9092")
    int kafka;

    @Option(
            names = "--port-kafka-controller",
            paramLabel = "PORT",
            defaultValue = "9093",
            description = "default: 9093")
    int kafkaController;

    @Option(names = "--port-database", paramLabel = "PORT", defaultValue = "3306", description = "default: 3306")
    int database;

    @Option(names = "--port-redis", paramLabel = "PORT", defaultValue = "6379", description = "default: 6379")
    int redis;

    /** That of a worker; the first one's number is 1. */
    int worker(int number) {
        return workers == 0 ? 0 : workers + number - 1;
    }
}
