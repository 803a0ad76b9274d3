package coupon.worker.topic;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/** How a topic that exists compares with how it would be created. */
final class TopicSettings {
    private TopicSettings() {}

    /**
     * In which partitions and limits it differs, in words.
     *
     * @param limits null if they are not known: a worker may be allowed to use a topic, but not to ask for them
     */
    static List<String> differences(NewTopic configured, TopicDescription actual, @Nullable Config limits) {
        String name = configured.name();
        List<String> differences = new ArrayList<>();
        int partitions = actual.partitions().size();
        if (partitions != configured.numPartitions()) {
            differences.add(name + " has " + partitions + " partitions, configured are " + configured.numPartitions());
        }
        configured.configs().forEach((limit, value) -> {
            ConfigEntry entry = limits == null ? null : limits.get(limit);
            if (entry != null && !value.equals(entry.value())) {
                differences.add(name + " has " + limit + "=" + entry.value() + ", configured is " + value);
            }
        });
        return differences;
    }
}
