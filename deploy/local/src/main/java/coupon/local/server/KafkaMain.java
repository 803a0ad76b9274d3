package coupon.local.server;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** Runs in the broker's JVM: formats the storage if it is new, then runs the broker. The argument is its settings. */
final class KafkaMain {
    /** Always the same, so that a start after the first finds itself at home. Base64 of 16 bytes. */
    private static final String CLUSTER_ID = "Y291cG9uLWxvY2FsLS0tLQ";

    private KafkaMain() {}

    public static void main(String[] args) {
        int result = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "--cluster-id=" + CLUSTER_ID, "--config", args[0]},
                System.out);
        if (result != 0) {
            System.exit(result);
        }
        Kafka.main(args);
    }
}
