package coupon.api.ops;

import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lag as it was last measured, its trend, what it says of the topic, and which workers came and went. */
final class QueueView implements Consumer<GroupLag> {
    private static final int MEMBERSHIP_MAX = 20;
    /** Of the latest measurement in a trend and in the rate of decisions: the figures are read by operators. */
    private static final double WEIGHT = 0.3;
    /** So long an age counts to the measurement; after that the queue is silent, and what waits grows older. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Clock clock;
    private final Deque<OpsSample.Entry> membership = new ArrayDeque<>();
    private final Map<Integer, @Nullable Long> lags = new HashMap<>();
    private final Map<Integer, Double> trends = new HashMap<>();
    /** The texts that stand, and since when. */
    private final Map<String, Instant> alerts = new LinkedHashMap<>();

    private int partitionsAtFirst;
    private GroupLag lag = new GroupLag("", "", List.of());
    private @Nullable Instant measuredAt;
    private double decidedPerSecond;

    QueueView(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void accept(GroupLag now) {
        measured(now, clock.instant());
    }

    synchronized void measured(GroupLag now, Instant at) {
        double seconds = measuredAt == null ? 1 : Math.max(0.1, millis(measuredAt, at) / 1000.0);
        for (PartitionLag partition : now.partitions()) {
            Long earlier = lags.put(partition.partition(), partition.lag());
            if (earlier != null && partition.lag() != null) {
                double growth = (partition.lag() - earlier) / seconds;
                trends.merge(partition.partition(), growth, (old, latest) -> old * (1 - WEIGHT) + latest * WEIGHT);
            }
        }
        if (measuredAt != null) {
            note(members(lag), members(now), at);
        }
        raise(now, at);
        lag = now;
        measuredAt = at;
    }

    synchronized List<OpsSample.Entry> membership() {
        return List.copyOf(membership);
    }

    /** What threatens a guarantee now, as far as the group's offsets and the topic's tell. */
    synchronized List<OpsSample.Incident> alerts() {
        return alerts.entrySet().stream()
                .map(alert -> new OpsSample.Incident(alert.getValue().toEpochMilli(), alert.getKey(), false))
                .toList();
    }

    synchronized boolean measuredWithin(Duration age, Instant now) {
        return measuredAt != null && millis(measuredAt, now) < age.toMillis();
    }

    /** @param decided in the last second */
    synchronized OpsSample.Queue at(Instant now, long decided) {
        decidedPerSecond = decidedPerSecond * (1 - WEIGHT) + decided * WEIGHT;
        List<OpsSample.Partition> partitions =
                lag.partitions().stream().map(it -> partition(it, now)).toList();
        Double oldest = partitions.stream()
                .map(OpsSample.Partition::oldestSeconds)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
        long total = lag.totalLag();
        return new OpsSample.Queue(total, oldest, decidedPerSecond < 0.5 ? null : total / decidedPerSecond, partitions);
    }

    private OpsSample.Partition partition(PartitionLag it, Instant now) {
        Instant oldest = it.oldestAcceptedAt();
        Instant seen = measuredAt != null && measuredWithin(FRESH, now) ? measuredAt : now;
        return new OpsSample.Partition(
                it,
                oldest == null ? null : Math.max(0, millis(oldest, seen) / 1000.0),
                Math.round(trends.getOrDefault(it.partition(), 0.0) * 10) / 10.0);
    }

    private void raise(GroupLag now, Instant at) {
        List<String> found = new ArrayList<>();
        int count = now.partitions().size();
        partitionsAtFirst = partitionsAtFirst == 0 ? count : partitionsAtFirst;
        if (count != partitionsAtFirst) {
            found.add(now.topic() + " had " + partitionsAtFirst + " partitions and has " + count
                    + ": the order between a coupon's former partition and its new one is not known");
        }
        for (PartitionLag it : now.partitions()) {
            String partition = "partition " + it.partition() + " of " + now.topic();
            if (it.lag() == null) {
                found.add(partition + " does not answer: no request for its coupons is accepted or decided");
            } else if (it.committedOffset() != null
                    && it.endOffset() != null
                    && it.committedOffset() > it.endOffset()) {
                found.add(partition + " ends before the group's offset: the topic was re-created, and what was not"
                        + " decided is lost");
            }
        }
        alerts.keySet().retainAll(found);
        found.forEach(text -> alerts.putIfAbsent(text, at));
    }

    private void note(Set<String> before, Set<String> present, Instant at) {
        present.stream().filter(it -> !before.contains(it)).forEach(it -> enter(at, it + " joined"));
        before.stream().filter(it -> !present.contains(it)).forEach(it -> enter(at, it + " left"));
    }

    private static Set<String> members(GroupLag lag) {
        return lag.partitions().stream()
                .filter(it -> it.consumerId() != null)
                .map(it -> it.consumerId() + " on " + it.host())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void enter(Instant at, String text) {
        membership.addFirst(new OpsSample.Entry(at.toEpochMilli(), text));
        if (membership.size() > MEMBERSHIP_MAX) {
            membership.removeLast();
        }
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
