package coupon.local;

import coupon.local.server.Ports;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ports of a stack, all on 127.0.0.1.
 *
 * @param workers one for each worker
 */
public record StackPorts(
        int api, int apiManagement, List<Integer> workers, int kafka, int kafkaController, int database, int redis) {

    public StackPorts {
        workers = List.copyOf(workers);
    }

    /** Ports that nobody uses now. */
    public static StackPorts free(int workers) {
        return new StackPorts(
                Ports.free(),
                Ports.free(),
                IntStream.range(0, workers).mapToObj(n -> Ports.free()).toList(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free());
    }
}
