package coupon.local;

import coupon.local.server.Ports;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** An option for each port; 0 takes a free one. */
final class PortOptions {
    @Option(names = "--port-api", paramLabel = "PORT", defaultValue = "9090", description = "default: 9090")
    private int api;

    @Option(names = "--port-api-management", paramLabel = "PORT", defaultValue = "9091", description = "default: 9091")
    private int apiManagement;

    @Option(
            names = "--port-workers",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "the first worker's, the others follow; default: 8081")
    private int workers;

    @Option(names = "--port-kafka", paramLabel = "PORT", defaultValue = "9092", description = "default: 9092")
    private int kafka;

    @Option(
            names = "--port-kafka-controller",
            paramLabel = "PORT",
            defaultValue = "9093",
            description = "default: 9093")
    private int kafkaController;

    @Option(names = "--port-database", paramLabel = "PORT", defaultValue = "3306", description = "default: 3306")
    private int database;

    @Option(names = "--port-redis", paramLabel = "PORT", defaultValue = "6379", description = "default: 6379")
    private int redis;

    StackPorts forWorkers(int count) {
        return new StackPorts(
                Ports.orFree(api),
                Ports.orFree(apiManagement),
                IntStream.range(0, count)
                        .mapToObj(n -> workers == 0 ? Ports.free() : workers + n)
                        .toList(),
                Ports.orFree(kafka),
                Ports.orFree(kafkaController),
                Ports.orFree(database),
                Ports.orFree(redis));
    }
}
